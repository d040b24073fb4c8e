package dev.bus;

/**
 * The rules of subjects: what is a valid one, and which pattern matches which.
 * <p>
 * A subject is a list of tokens of printable ASCII without blanks, joined by {@code '.'},
 * none empty, at most {@value #MAX_LENGTH} characters in all. A <em>pattern</em>, where
 * one subscribes, may also hold the token {@code *}, which stands for any one token, and
 * as its last token {@code >}, which stands for one or more. A pattern that begins with a
 * wildcard does not match subjects that begin with {@code '$'} or with the inbox prefix.
 * <p>
 * Subjects are checked where they are sent or subscribed to, never on receipt.
 *
 * @since 0.1.0
 */
public final class Subject {

	/**
	 * The greatest length of a subject or pattern, in characters.
	 */
	public static final int MAX_LENGTH = 1000;

	/**
	 * The prefix of the subjects that replies travel on, where none is configured.
	 */
	public static final String INBOX_PREFIX = "_INBOX.";

	private Subject() {
	}

	/**
	 * Return the given subject if a message can be published to it.
	 * @param subject the subject, without wildcards
	 * @return the subject
	 * @throws IllegalArgumentException if it is not valid
	 */
	public static String requireSubject(String subject) {
		return require(subject, false);
	}

	/**
	 * Return the given pattern if one can subscribe to it.
	 * @param pattern a subject that may hold wildcards
	 * @return the pattern
	 * @throws IllegalArgumentException if it is not valid
	 */
	public static String requirePattern(String pattern) {
		return require(pattern, true);
	}

	/**
	 * Return whether the given pattern holds a wildcard.
	 * @param pattern a valid pattern
	 * @return {@code true} if one of its tokens is {@code *} or {@code >}
	 */
	public static boolean hasWildcard(String pattern) {
		// a valid pattern holds these characters only as whole tokens
		return pattern.indexOf('*') >= 0 || pattern.indexOf('>') >= 0;
	}

	/**
	 * Return whether a pattern matches a subject, with the default
	 * {@linkplain #INBOX_PREFIX inbox prefix}.
	 * @param pattern a valid pattern
	 * @param subject the subject of a message
	 * @return {@code true} if a subscription to the pattern receives the subject
	 */
	public static boolean matches(String pattern, String subject) {
		if (startsWithWildcard(pattern) && isReserved(subject, INBOX_PREFIX)) {
			return false;
		}
		int p = 0;
		int s = 0;
		while (p < pattern.length() && s < subject.length()) {
			int patternEnd = tokenEnd(pattern, p);
			int subjectEnd = tokenEnd(subject, s);
			if (isToken(pattern, p, patternEnd, '>')) {
				return true;
			}
			boolean same = patternEnd - p == subjectEnd - s && pattern.regionMatches(p, subject, s, subjectEnd - s);
			if (!same && !isToken(pattern, p, patternEnd, '*')) {
				return false;
			}
			p = patternEnd + 1;
			s = subjectEnd + 1;
		}
		return p > pattern.length() && s > subject.length();
	}

	/**
	 * Return whether leading wildcards leave the given subject out.
	 * @param subject the subject of a message
	 * @param inboxPrefix the prefix of reply subjects in use
	 * @return {@code true} if it begins with {@code '$'} or the inbox prefix
	 */
	public static boolean isReserved(String subject, String inboxPrefix) {
		return subject.startsWith("$") || subject.startsWith(inboxPrefix);
	}

	private static boolean startsWithWildcard(String pattern) {
		return pattern.startsWith("*") || pattern.startsWith(">");
	}

	private static int tokenEnd(String subject, int from) {
		int end = subject.indexOf('.', from);
		return (end < 0) ? subject.length() : end;
	}

	private static boolean isToken(String pattern, int from, int to, char token) {
		return to - from == 1 && pattern.charAt(from) == token;
	}

	private static String require(String subject, boolean wildcards) {
		if (subject == null) {
			throw new IllegalArgumentException("Subject must not be null");
		}
		return isPlain(subject) ? subject : check(subject, wildcards);
	}

	/**
	 * Return whether a subject is valid and has no wildcards: in one pass, since every
	 * message is checked.
	 */
	private static boolean isPlain(String subject) {
		char before = '.';
		for (int i = 0; i < subject.length(); i++) {
			char c = subject.charAt(i);
			if (c <= ' ' || c > '~' || c == '*' || c == '>' || (c == '.' && before == '.')) {
				return false;
			}
			before = c;
		}
		return before != '.' && subject.length() <= MAX_LENGTH;
	}

	private static String check(String subject, boolean wildcards) {
		if (subject.isEmpty()) {
			throw new IllegalArgumentException("Subject must not be empty");
		}
		if (subject.length() > MAX_LENGTH) {
			throw invalid(subject.substring(0, 40) + "...",
					"it has " + subject.length() + " characters, at most " + MAX_LENGTH + " are allowed");
		}
		int start = 0;
		while (start <= subject.length()) {
			int end = tokenEnd(subject, start);
			checkToken(subject, start, end, wildcards);
			start = end + 1;
		}
		return subject;
	}

	private static void checkToken(String subject, int start, int end, boolean wildcards) {
		if (start == end) {
			throw invalid(subject, "tokens between dots must not be empty");
		}
		for (int i = start; i < end; i++) {
			char c = subject.charAt(i);
			if (c <= ' ' || c > '~') {
				throw invalid(subject, "only printable ASCII characters without blanks are allowed");
			}
			if (c == '*' || c == '>') {
				checkWildcard(subject, start, end, wildcards, c);
			}
		}
	}

	private static void checkWildcard(String subject, int start, int end, boolean wildcards, char wildcard) {
		if (!wildcards) {
			throw invalid(subject, "'" + wildcard + "' is a wildcard, which is only allowed where one subscribes");
		}
		if (end - start != 1) {
			throw invalid(subject, "'" + wildcard + "' must be a token of its own");
		}
		if (wildcard == '>' && end != subject.length()) {
			throw invalid(subject, "'>' must be the last token");
		}
	}

	private static IllegalArgumentException invalid(String subject, String reason) {
		return new IllegalArgumentException("Invalid subject '" + printable(subject) + "': " + reason);
	}

	private static String printable(String subject) {
		StringBuilder result = new StringBuilder(subject.length());
		subject.chars().forEach((c) -> result.append((c < ' ' || c > '~') ? '?' : (char) c));
		return result.toString();
	}

}
