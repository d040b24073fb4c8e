package dev.bus.autoconfigure;

import java.time.Duration;
import java.util.Locale;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.unit.DataSize;

/**
 * Configuration properties of the bus.
 *
 * @since 0.1.0
 */
@ConfigurationProperties("bus")
public class BusProperties {

	/**
	 * Engine that carries the messages.
	 */
	private Backend backend = Backend.IN_MEMORY;

	/**
	 * How long a request waits for its reply where nothing else is said.
	 */
	private Duration requestTimeout = Duration.ofSeconds(10);

	/**
	 * Greatest size of a message, payload and headers together.
	 */
	private DataSize maxPayload = DataSize.ofMegabytes(1);

	private final Listener listener = new Listener();

	public Backend getBackend() {
		return this.backend;
	}

	public void setBackend(Backend backend) {
		this.backend = backend;
	}

	public Duration getRequestTimeout() {
		return this.requestTimeout;
	}

	public void setRequestTimeout(Duration requestTimeout) {
		this.requestTimeout = requestTimeout;
	}

	public DataSize getMaxPayload() {
		return this.maxPayload;
	}

	public void setMaxPayload(DataSize maxPayload) {
		this.maxPayload = maxPayload;
	}

	public Listener getListener() {
		return this.listener;
	}

	/**
	 * Engines of the bus.
	 */
	public enum Backend {

		/**
		 * Messages stay in this process.
		 */
		IN_MEMORY,

		/**
		 * Messages travel through a SQLite file, between the processes of one machine.
		 */
		SQLITE,

		/**
		 * Messages travel through a NATS server.
		 */
		NATS;

		/**
		 * Return this engine as it is written in a configuration.
		 */
		@Override
		public String toString() {
			return name().toLowerCase(Locale.ROOT).replace('_', '-');
		}

	}

	/**
	 * Properties of annotated listeners.
	 */
	public static class Listener {

		/**
		 * Whether to start listeners with the application. A listener may say otherwise
		 * for itself.
		 */
		private boolean autoStartup = true;

		private final Stream stream = new Stream();

		private final Serve serve = new Serve();

		public boolean isAutoStartup() {
			return this.autoStartup;
		}

		public void setAutoStartup(boolean autoStartup) {
			this.autoStartup = autoStartup;
		}

		public Stream getStream() {
			return this.stream;
		}

		public Serve getServe() {
			return this.serve;
		}

	}

	/**
	 * Properties of listeners to streams.
	 */
	public static class Stream {

		/**
		 * How many messages a listener handles at once. The order of messages is kept
		 * only with 1.
		 */
		private int concurrency = 1;

		/**
		 * How many messages may wait for a listener.
		 */
		private int bufferSize = 65536;

		public int getConcurrency() {
			return this.concurrency;
		}

		public void setConcurrency(int concurrency) {
			this.concurrency = concurrency;
		}

		public int getBufferSize() {
			return this.bufferSize;
		}

		public void setBufferSize(int bufferSize) {
			this.bufferSize = bufferSize;
		}

	}

	/**
	 * Properties of listeners that answer requests.
	 */
	public static class Serve {

		/**
		 * How many requests a listener handles at once.
		 */
		private int concurrency = 256;

		public int getConcurrency() {
			return this.concurrency;
		}

		public void setConcurrency(int concurrency) {
			this.concurrency = concurrency;
		}

	}

}
