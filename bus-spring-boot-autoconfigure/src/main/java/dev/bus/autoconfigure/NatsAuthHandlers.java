package dev.bus.autoconfigure;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import java.util.regex.Pattern;

import io.nats.client.AuthHandler;
import io.nats.client.Nats;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.core.io.Resource;
import org.springframework.util.ClassUtils;

/**
 * Makes what signs in with an NKey of the files that hold it.
 */
class NatsAuthHandlers {

	private static final String SIGNER = "org.bouncycastle.crypto.signers.Ed25519Signer";

	// a seed or a JWT, given where its location belongs
	private static final Pattern SECRET = Pattern.compile("S[A-Z2-7]{57}|eyJ[\\w.-]+");

	private final ClassLoader classLoader;

	NatsAuthHandlers(ClassLoader classLoader) {
		this.classLoader = classLoader;
	}

	AuthHandler credentials(Resource location) {
		return create("bus.nats.credentials", location,
				(content) -> Nats.staticCredentials(content.getBytes(StandardCharsets.UTF_8)));
	}

	AuthHandler nkey(Resource location) {
		return create("bus.nats.nkey", location,
				(content) -> Nats.staticCredentials(null, content.strip().toCharArray()));
	}

	private AuthHandler create(String property, Resource location, Function<String, AuthHandler> parser) {
		if (!ClassUtils.isPresent(SIGNER, this.classLoader)) {
			throw invalid(property, location, "Signing in with it needs a library that is not on the class path. "
					+ "Add org.bouncycastle:bcprov-lts8on to the dependencies of the application.");
		}
		AuthHandler handler = parser.apply(read(property, location));
		try {
			// connecting would fail as if the server could not be reached
			handler.getID();
		}
		catch (IllegalStateException ex) {
			throw invalid(property, location, "It holds no valid seed of an NKey, which has 58 characters and begins "
					+ "with SU. Copy the file again from where it was made.");
		}
		return handler;
	}

	private static String read(String property, Resource location) {
		try {
			return location.getContentAsString(StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw invalid(property, location, "It cannot be read: " + mask(String.valueOf(ex.getMessage()))
					+ ". Set the location of a file, such as file:/run/secrets/app.");
		}
	}

	// without a cause, whose text would hold the secret
	private static InvalidConfigurationPropertyValueException invalid(String property, Resource location,
			String reason) {
		return new InvalidConfigurationPropertyValueException(property, mask(location.getDescription()), reason);
	}

	private static String mask(String text) {
		return SECRET.matcher(text).replaceAll("xxxxx");
	}

}
