package dev.bus.nats;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * What a server does not permit, which it tells as an error of the connection.
 *
 * @param publish whether publishing is not permitted, otherwise subscribing
 * @param subject the subject
 * @param queue the queue group of a subscription, or {@code null}
 * @param text the text of the server
 */
record Denial(boolean publish, String subject, @Nullable String queue, String text) {

	private static final Pattern FORM = Pattern.compile(
			"Permissions Violation for (Publish|Subscription) to \"([^\"]+)\"(?: using queue \"([^\"]+)\")?",
			Pattern.CASE_INSENSITIVE);

	/**
	 * Return the denial that an error of a server tells of.
	 * @return {@code null} if the error is of another kind
	 */
	static @Nullable Denial parse(String error) {
		Matcher matcher = FORM.matcher(error);
		if (!matcher.find()) {
			return null;
		}
		return new Denial(matcher.group(1).equalsIgnoreCase("Publish"), matcher.group(2), matcher.group(3), error);
	}

}
