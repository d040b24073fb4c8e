package dev.bus.autoconfigure;

import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.service.connection.ConnectionDetails;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.core.io.Resource;

/**
 * Details required to establish connections to NATS servers. Asked anew for each
 * connection that is made, so that credentials may change while the application runs.
 *
 * @since 0.1.0
 */
public interface NatsConnectionDetails extends ConnectionDetails {

	/**
	 * Return the servers, of which the first that answers is used.
	 * @return the URLs, such as {@code nats://localhost:4222}
	 */
	List<String> getServers();

	/**
	 * Return the user name.
	 * @return the user name or {@code null}
	 */
	default @Nullable String getUsername() {
		return null;
	}

	/**
	 * Return the password.
	 * @return the password or {@code null}
	 */
	default @Nullable String getPassword() {
		return null;
	}

	/**
	 * Return the token, which takes the place of user name and password.
	 * @return the token or {@code null}
	 */
	default @Nullable String getToken() {
		return null;
	}

	/**
	 * Return the credentials of a user: a JWT and its NKey seed.
	 * @return the content of a credentials file or {@code null}
	 */
	default @Nullable Resource getCredentials() {
		return null;
	}

	/**
	 * Return the seed of the NKey to sign in with.
	 * @return a file with the seed or {@code null}
	 */
	default @Nullable Resource getNkey() {
		return null;
	}

	/**
	 * Return the SSL bundle to connect with.
	 * @return the SSL bundle or {@code null}
	 */
	default @Nullable SslBundle getSslBundle() {
		return null;
	}

}
