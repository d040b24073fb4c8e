package dev.bus.autoconfigure;

import java.time.Duration;

import io.nats.client.NKey;
import io.nats.client.support.JsonSerializable;
import io.nats.client.support.JwtUtils;
import org.jspecify.annotations.Nullable;

/**
 * An operator with one account, whose users sign in with credentials files.
 */
final class NatsOperator {

	private static final String ACCOUNT_CLAIM = """
			{ "type": "account", "version": 2,
			  "limits": { "subs": -1, "data": -1, "payload": -1, "imports": -1, "exports": -1, "wildcards": true,
			    "conn": -1, "leaf": -1 } }
			""";

	private final NKey operator = NKey.createOperator(null);

	private final NKey account = NKey.createAccount(null);

	NatsOperator() throws Exception {
	}

	/**
	 * Return the configuration of a server that trusts this operator.
	 */
	String configuration() throws Exception {
		String operatorToken = issue(this.operator, this.operator, null, () -> """
				{ "type": "operator", "version": 2 }
				""");
		String accountToken = issue(this.operator, this.account, null, () -> ACCOUNT_CLAIM);
		return """
				operator: "%s"
				resolver: MEMORY
				resolver_preload: { %s: "%s" }
				""".formatted(operatorToken, publicKey(this.account), accountToken);
	}

	/**
	 * Return the content of a credentials file of a new user.
	 * @param lifetime how long it is valid, {@code null} for ever
	 */
	String credentials(@Nullable Duration lifetime) throws Exception {
		NKey user = NKey.createUser(null);
		String token = issue(this.account, user, lifetime, new JwtUtils.UserClaim(null));
		return JwtUtils.NATS_USER_JWT_FORMAT.formatted(token, new String(user.getSeed()));
	}

	private static String issue(NKey issuer, NKey subject, @Nullable Duration lifetime, JsonSerializable claim)
			throws Exception {
		return JwtUtils.issueJWT(issuer, publicKey(subject), publicKey(subject), lifetime,
				JwtUtils.currentTimeSeconds(), publicKey(issuer), claim);
	}

	private static String publicKey(NKey key) throws Exception {
		return new String(key.getPublicKey());
	}

}
