package dev.bus.nats;

import io.nats.client.Connection;
import io.nats.client.ConnectionListener;
import io.nats.client.Consumer;
import io.nats.client.ErrorListener;
import io.nats.client.Message;
import io.nats.client.impl.ErrorListenerLoggerImpl;
import org.jspecify.annotations.Nullable;

/**
 * What the client library tells of a connection, passed on to the link and to listeners
 * that the application has set.
 */
final class LinkEvents {

	private final Link link;

	private volatile @Nullable Exception problem;

	LinkEvents(Link link) {
		this.link = link;
	}

	ErrorListener errors(ErrorListener other) {
		// the default one writes URLs with their credentials
		return new Errors((other instanceof ErrorListenerLoggerImpl) ? new ErrorListener() {
		} : other);
	}

	ConnectionListener connections(@Nullable ConnectionListener other) {
		return new Connections(other);
	}

	void readerDied(Throwable cause) {
		this.link.readerDied(cause);
	}

	/**
	 * Return the last problem of the attempt to connect.
	 */
	@Nullable Exception problem() {
		return this.problem;
	}

	void forgetProblem() {
		this.problem = null;
	}

	/**
	 * Told of what happens to a connection, one event after the other.
	 */
	interface Link {

		/**
		 * Told that the state of the connection has changed, perhaps more than once.
		 * @param resubscribed whether it is connected anew
		 */
		void changed(Connection connection, boolean resubscribed);

		void lameDuck(Connection connection);

		/**
		 * Told that messages were dropped since too many waited to be read.
		 */
		void slowConsumer();

		/**
		 * Told of an error that the server has sent.
		 */
		void serverError(String text);

		void readerDied(Throwable cause);

		void failed(String text, @Nullable Exception cause);

	}

	private final class Connections implements ConnectionListener {

		private final @Nullable ConnectionListener other;

		Connections(@Nullable ConnectionListener other) {
			this.other = other;
		}

		@Override
		@SuppressWarnings("deprecation")
		public void connectionEvent(Connection connection, Events type) {
			if (type == Events.LAME_DUCK) {
				LinkEvents.this.link.lameDuck(connection);
			}
			else if (type != Events.DISCOVERED_SERVERS) {
				LinkEvents.this.link.changed(connection, type == Events.RESUBSCRIBED);
			}
		}

		@Override
		public void connectionEvent(Connection connection, Events type, Long time, String uriDetails) {
			connectionEvent(connection, type);
			if (this.other != null) {
				this.other.connectionEvent(connection, type, time, uriDetails);
			}
		}

	}

	private final class Errors implements ErrorListener {

		private final ErrorListener other;

		Errors(ErrorListener other) {
			this.other = other;
		}

		@Override
		public void errorOccurred(Connection connection, String error) {
			LinkEvents.this.link.serverError(error);
			this.other.errorOccurred(connection, error);
		}

		@Override
		public void exceptionOccurred(Connection connection, Exception exception) {
			LinkEvents.this.problem = exception;
			LinkEvents.this.link.failed("Connection to NATS had a problem", exception);
			this.other.exceptionOccurred(connection, exception);
		}

		@Override
		public void socketWriteTimeout(Connection connection) {
			LinkEvents.this.link.failed("NATS server did not take what was written to it", null);
			this.other.socketWriteTimeout(connection);
		}

		@Override
		public void slowConsumerDetected(Connection connection, Consumer consumer) {
			LinkEvents.this.link.slowConsumer();
			this.other.slowConsumerDetected(connection, consumer);
		}

		@Override
		public void messageDiscarded(Connection connection, Message message) {
			this.other.messageDiscarded(connection, message);
		}

	}

}
