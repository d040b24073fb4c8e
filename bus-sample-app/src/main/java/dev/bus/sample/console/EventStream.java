package dev.bus.sample.console;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.ReentrantLock;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * The events on their way to one client. Never blocks: what the connection does not take
 * waits here, up to a limit at which the client is given up.
 */
class EventStream implements WriteListener, AsyncListener {

	/**
	 * How many bytes may wait; a single event may be larger when nothing else waits.
	 */
	static final int MAX_PENDING = 4 * 1024 * 1024;

	private static final Log logger = LogFactory.getLog(EventStream.class);

	private final AsyncContext context;

	private final ServletOutputStream output;

	private final ReentrantLock lock = new ReentrantLock();

	private final Deque<byte[]> pending = new ArrayDeque<>();

	private long pendingBytes;

	private boolean writable;

	private boolean progress;

	private boolean flushed = true;

	private boolean ended;

	private Runnable onEnd = () -> {
	};

	/**
	 * Create a stream that keeps what is sent until it is {@linkplain #start started}.
	 * @param context the response, which this stream completes when it ends
	 * @param output the body of the response
	 */
	EventStream(AsyncContext context, ServletOutputStream output) {
		this.context = context;
		this.output = output;
		context.addListener(this);
	}

	/**
	 * Begin to write.
	 * @param onEnd called once when this stream has ended, for whatever reason
	 */
	void start(Runnable onEnd) {
		this.lock.lock();
		try {
			if (!this.ended) {
				this.onEnd = onEnd;
				this.output.setWriteListener(this);
				return;
			}
		}
		finally {
			this.lock.unlock();
		}
		onEnd.run();
	}

	/**
	 * Send an event after all that were sent before. Does nothing if the stream has
	 * ended.
	 * @param event the bytes of the event
	 */
	void send(byte[] event) {
		if (!offer(event)) {
			end();
		}
	}

	/**
	 * Send an event to find out whether the client is there. Ends the stream if something
	 * waits and nothing was taken since the last call.
	 * @param event the bytes of the event
	 */
	void probe(byte[] event) {
		if (isStalled()) {
			end();
		}
		else {
			send(event);
		}
	}

	private boolean isStalled() {
		this.lock.lock();
		try {
			boolean stalled = !this.pending.isEmpty() && !this.progress;
			this.progress = false;
			return stalled;
		}
		finally {
			this.lock.unlock();
		}
	}

	private boolean offer(byte[] event) {
		this.lock.lock();
		try {
			if (this.ended) {
				return true;
			}
			if (this.pendingBytes > 0 && this.pendingBytes + event.length > MAX_PENDING) {
				logger.info("Ending a live stream whose client is more than " + MAX_PENDING + " bytes behind");
				return false;
			}
			this.pending.add(event);
			this.pendingBytes += event.length;
			writePending();
			return true;
		}
		catch (IOException | RuntimeException ex) {
			// a runtime exception, if the container noticed first and recycled the
			// response
			logger.debug("The client of a live stream is gone", ex);
			return false;
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public void onWritePossible() throws IOException {
		this.lock.lock();
		try {
			this.writable = !this.ended;
			writePending();
		}
		finally {
			this.lock.unlock();
		}
	}

	private void writePending() throws IOException {
		while (this.writable && !this.pending.isEmpty()) {
			byte[] event = this.pending.remove();
			this.pendingBytes -= event.length;
			this.progress = true;
			this.flushed = false;
			this.output.write(event);
			this.writable = this.output.isReady();
		}
		if (this.writable && !this.flushed) {
			this.flushed = true;
			this.output.flush();
			this.writable = this.output.isReady();
		}
	}

	@Override
	public void onError(Throwable ex) {
		// onError of the asynchronous context follows
	}

	@Override
	public void onError(AsyncEvent event) {
		logger.debug("The client of a live stream is gone", event.getThrowable());
		end();
	}

	@Override
	public void onStartAsync(AsyncEvent event) {
	}

	@Override
	public void onTimeout(AsyncEvent event) {
	}

	@Override
	public void onComplete(AsyncEvent event) {
	}

	/**
	 * End this stream and the response. What waits is discarded.
	 */
	void end() {
		this.lock.lock();
		try {
			if (this.ended) {
				return;
			}
			this.ended = true;
			this.writable = false;
			this.pending.clear();
			complete();
		}
		finally {
			this.lock.unlock();
		}
		this.onEnd.run();
	}

	private void complete() {
		try {
			this.context.complete();
		}
		catch (IllegalStateException ex) {
			logger.debug("The container has completed the response by itself, after an error", ex);
		}
	}

}
