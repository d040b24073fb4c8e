package dev.bus;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.BiConsumer;

import org.jspecify.annotations.Nullable;

/**
 * The headers of a message: an immutable list of names and values, in which a name may
 * stand several times.
 * <p>
 * Names are compared ignoring case and the order of values is kept within a name. To be
 * sent, a name is printable ASCII without blanks and {@code ':'}, and a value is
 * printable ASCII and tab with no blank or tab at either end; NATS can carry no more, and
 * no engine accepts more. Headers that were received are taken as they came.
 *
 * @since 0.1.0
 */
public final class BusHeaders {

	/**
	 * Name of the header under which a listener method finds the subject of its message,
	 * as in {@code @Header(BusHeaders.SUBJECT) String subject}. It never travels.
	 */
	public static final String SUBJECT = "bus_subject";

	private static final BusHeaders EMPTY = new BusHeaders(new String[0], true);

	private final String[] pairs;

	private final boolean checked;

	private BusHeaders(String[] pairs, boolean checked) {
		this.pairs = pairs;
		this.checked = checked;
	}

	/**
	 * Return headers without any entry.
	 * @return the empty headers
	 */
	public static BusHeaders empty() {
		return EMPTY;
	}

	/**
	 * Return headers with one entry.
	 * @param name the name
	 * @param value the value
	 * @return the headers
	 * @throws IllegalArgumentException if name or value cannot be sent
	 */
	public static BusHeaders of(String name, String value) {
		return EMPTY.with(name, value);
	}

	/**
	 * Return headers as they came from outside, not checked and not copied: meant for
	 * engines. They can be read; a message with such headers is checked when it is sent.
	 * @param namesAndValues names and values in turn; must not be changed afterwards
	 * @return the headers
	 */
	public static BusHeaders received(String... namesAndValues) {
		if (namesAndValues.length % 2 != 0) {
			throw new IllegalArgumentException(
					"Names and values must come in pairs, but there are " + namesAndValues.length + " strings");
		}
		return (namesAndValues.length == 0) ? EMPTY : new BusHeaders(namesAndValues, false);
	}

	/**
	 * Return these headers with one more entry at the end.
	 * @param name the name
	 * @param value the value
	 * @return new headers
	 * @throws IllegalArgumentException if name or value cannot be sent
	 */
	public BusHeaders with(String name, String value) {
		checkName(name);
		checkValue(name, value);
		String[] extended = Arrays.copyOf(this.pairs, this.pairs.length + 2);
		extended[this.pairs.length] = name;
		extended[this.pairs.length + 1] = value;
		return new BusHeaders(extended, this.checked);
	}

	/**
	 * Return the first value of a name.
	 * @param name the name, in any case
	 * @return the value, or {@code null} if there is none
	 */
	public @Nullable String first(String name) {
		for (int i = 0; i < this.pairs.length; i += 2) {
			if (this.pairs[i].equalsIgnoreCase(name)) {
				return this.pairs[i + 1];
			}
		}
		return null;
	}

	/**
	 * Return all values of a name.
	 * @param name the name, in any case
	 * @return the values in order, empty if there is none
	 */
	public List<String> all(String name) {
		List<String> values = new ArrayList<>();
		forEach((candidate, value) -> {
			if (candidate.equalsIgnoreCase(name)) {
				values.add(value);
			}
		});
		return Collections.unmodifiableList(values);
	}

	/**
	 * Return the names, each once and as it was first written.
	 * @return the names in order
	 */
	public Set<String> names() {
		Set<String> names = new LinkedHashSet<>();
		Set<String> seen = new LinkedHashSet<>();
		forEach((name, value) -> {
			if (seen.add(name.toLowerCase(Locale.ROOT))) {
				names.add(name);
			}
		});
		return Collections.unmodifiableSet(names);
	}

	/**
	 * Return whether there is no entry.
	 * @return {@code true} if empty
	 */
	public boolean isEmpty() {
		return this.pairs.length == 0;
	}

	/**
	 * Call the given action with the name and value of each entry, in order.
	 * @param action the action
	 */
	public void forEach(BiConsumer<String, String> action) {
		for (int i = 0; i < this.pairs.length; i += 2) {
			action.accept(this.pairs[i], this.pairs[i + 1]);
		}
	}

	/**
	 * Return how many bytes these headers take as NATS encodes them.
	 * @return the length in bytes, 0 if empty
	 */
	int encodedLength() {
		if (isEmpty()) {
			return 0;
		}
		// "NATS/1.0\r\n", then "name:value\r\n" for each, then "\r\n"
		int length = 12;
		for (int i = 0; i < this.pairs.length; i += 2) {
			length += this.pairs[i].length() + this.pairs[i + 1].length() + 3;
		}
		return length;
	}

	/**
	 * Check that these headers can be sent: meant for engines, which call it for every
	 * message and reply that they are given to send.
	 * @throws IllegalArgumentException if they came from outside and break the rules
	 */
	public void requireSendable() {
		if (!this.checked) {
			forEach((name, value) -> {
				checkName(name);
				checkValue(name, value);
			});
		}
	}

	private static void checkName(String name) {
		if (name == null || name.isEmpty()) {
			throw new IllegalArgumentException("Header name must not be null or empty");
		}
		for (int i = 0; i < name.length(); i++) {
			char c = name.charAt(i);
			if (c <= ' ' || c > '~' || c == ':') {
				throw new IllegalArgumentException("Invalid header name '" + printable(name)
						+ "': only printable ASCII characters without blanks and ':' are allowed");
			}
		}
	}

	private static void checkValue(String name, String value) {
		if (value == null) {
			throw new IllegalArgumentException("Value of header '" + name + "' must not be null");
		}
		int length = value.length();
		for (int i = 0; i < length; i++) {
			char c = value.charAt(i);
			if (c != '\t' && (c < ' ' || c > '~')) {
				throw invalidValue(name, value, "only printable ASCII characters and tabs are allowed");
			}
		}
		if (length > 0 && (isBlank(value.charAt(0)) || isBlank(value.charAt(length - 1)))) {
			throw invalidValue(name, value, "it must not begin or end with a blank or tab");
		}
	}

	private static IllegalArgumentException invalidValue(String name, String value, String reason) {
		return new IllegalArgumentException(
				"Invalid value '" + printable(value) + "' of header '" + name + "': " + reason);
	}

	private static boolean isBlank(char c) {
		return c == ' ' || c == '\t';
	}

	private static String printable(String text) {
		StringBuilder result = new StringBuilder(text.length());
		text.chars().limit(200).forEach((c) -> result.append((c < ' ' || c > '~') ? '?' : (char) c));
		return result.toString();
	}

	@Override
	public boolean equals(Object other) {
		if (!(other instanceof BusHeaders headers) || headers.pairs.length != this.pairs.length) {
			return false;
		}
		for (int i = 0; i < this.pairs.length; i += 2) {
			if (!this.pairs[i].equalsIgnoreCase(headers.pairs[i]) || !this.pairs[i + 1].equals(headers.pairs[i + 1])) {
				return false;
			}
		}
		return true;
	}

	@Override
	public int hashCode() {
		int result = 1;
		for (int i = 0; i < this.pairs.length; i += 2) {
			result = 31 * result + this.pairs[i].toLowerCase(Locale.ROOT).hashCode();
			result = 31 * result + this.pairs[i + 1].hashCode();
		}
		return result;
	}

	@Override
	public String toString() {
		List<String> entries = new ArrayList<>();
		forEach((name, value) -> entries.add(name + ": " + value));
		return entries.toString();
	}

}
