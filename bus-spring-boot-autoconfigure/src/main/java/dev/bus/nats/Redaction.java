package dev.bus.nats;

import java.io.IOException;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Takes credentials out of texts: URLs of servers may hold them, and the client library
 * prints URLs as they are.
 */
final class Redaction {

	private static final String MASK = "xxxxx";

	// Everything up to the last '@' before a delimiter: passwords may hold '/', '?', '#'
	// and '@'
	private static final Pattern USER_INFO = Pattern.compile("([a-zA-Z][a-zA-Z0-9+.-]*://)?([^\\s,\\[\\]]+)@");

	private Redaction() {
	}

	/**
	 * Mask the passwords and tokens in all URLs of a text.
	 */
	static String redact(@Nullable String text) {
		return (text != null) ? USER_INFO.matcher(text).replaceAll((match) -> mask(match)) : "";
	}

	/**
	 * Return the given failure, or one of the same text without credentials.
	 */
	static Exception redact(Exception failure) {
		String text = failure.toString();
		boolean clean = redact(text).equals(text) && failure.getCause() == null;
		if (clean) {
			return failure;
		}
		IOException copy = new IOException(redact(text));
		copy.setStackTrace(failure.getStackTrace());
		return copy;
	}

	private static String mask(MatchResult match) {
		String scheme = (match.group(1) != null) ? match.group(1) : "";
		String userInfo = match.group(2);
		int colon = userInfo.indexOf(':');
		String user = (colon > 0) ? userInfo.substring(0, colon + 1) : "";
		return Matcher.quoteReplacement(scheme + user + MASK + "@");
	}

}
