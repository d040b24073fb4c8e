package dev.bus.sample.console;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.SmartLifecycle;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;

import dev.bus.Messenger;
import dev.bus.Subscription;

/**
 * Streams live messages to clients. In the default phase, so that all streams have ended
 * before the web server begins to wait for its active requests.
 */
@Component
class LiveStreams implements SmartLifecycle, DisposableBean {

	private static final byte[] COMMENT = ": live\n\n".getBytes(StandardCharsets.US_ASCII);

	private static final int COMMENT_SECONDS = 15;

	private final Messenger messenger;

	private final LiveMessageEncoder encoder;

	private final ScheduledThreadPoolExecutor commenter;

	private final Set<EventStream> streams = ConcurrentHashMap.newKeySet();

	// the web server takes requests before this is started
	private volatile boolean running = true;

	LiveStreams(Messenger messenger, LiveMessageEncoder encoder) {
		this.messenger = messenger;
		this.encoder = encoder;
		this.commenter = new ScheduledThreadPoolExecutor(1, new CustomizableThreadFactory("bus-live-streams-"));
		this.commenter.setRemoveOnCancelPolicy(true);
		// not by the first request, whose class loader it would keep
		this.commenter.prestartCoreThread();
	}

	/**
	 * Answer a request with what is published from now on.
	 * @param pattern the subject, which may hold wildcards
	 * @param request the request
	 * @param response its response, which stays open until the client leaves
	 * @throws IOException if the response cannot be written to
	 */
	void open(String pattern, HttpServletRequest request, HttpServletResponse response) throws IOException {
		if (!this.running) {
			throw new ResponseStatusException(HttpStatus.SERVICE_UNAVAILABLE, "The application is stopping");
		}
		ServletOutputStream output = response.getOutputStream();
		AsyncContext context = request.startAsync();
		context.setTimeout(0);
		EventStream stream = new EventStream(context, output);
		try {
			stream.send(COMMENT);
			Subscription subscription = this.messenger.stream(pattern,
					(message) -> stream.send(this.encoder.encode(message)));
			response.setContentType(MediaType.TEXT_EVENT_STREAM_VALUE);
			response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
			start(stream, subscription);
		}
		catch (RuntimeException ex) {
			stream.end();
			throw ex;
		}
	}

	private void start(EventStream stream, Subscription subscription) {
		Future<?> comments = this.commenter.scheduleAtFixedRate(() -> stream.probe(COMMENT), COMMENT_SECONDS,
				COMMENT_SECONDS, TimeUnit.SECONDS);
		this.streams.add(stream);
		stream.start(() -> {
			this.streams.remove(stream);
			comments.cancel(false);
			subscription.unsubscribe();
		});
		if (!this.running) {
			stream.end();
		}
	}

	@Override
	public void start() {
		this.running = true;
	}

	@Override
	public void stop() {
		this.running = false;
		this.streams.forEach(EventStream::end);
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public void destroy() {
		this.commenter.shutdownNow();
	}

}
