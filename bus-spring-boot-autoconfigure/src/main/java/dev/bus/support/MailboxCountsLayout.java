package dev.bus.support;

/**
 * How the numbers of a mailbox lie in memory. Those that publishers write and those that
 * its workers write stand on cache lines of their own, apart from each other and from
 * what else both sides read, before and behind: that makes a third of the rate. The
 * fields of a class lie behind those of its superclass, and processors fetch two lines,
 * sixteen numbers, at once.
 */
final class MailboxCountsLayout {

	private MailboxCountsLayout() {
	}

	/**
	 * The gap before.
	 */
	abstract static class Front {

		long f01;

		long f02;

		long f03;

		long f04;

		long f05;

		long f06;

		long f07;

		long f08;

		long f09;

		long f10;

		long f11;

		long f12;

		long f13;

		long f14;

		long f15;

	}

	/**
	 * What publishers write for each item.
	 */
	abstract static class PublisherNumbers extends Front {

		volatile long waiting;

		// beside that, since publishers read it for each item and it seldom changes
		volatile long slots;

	}

	/**
	 * The gap between.
	 */
	abstract static class Middle extends PublisherNumbers {

		long m01;

		long m02;

		long m03;

		long m04;

		long m05;

		long m06;

		long m07;

		long m08;

		long m09;

		long m10;

		long m11;

		long m12;

		long m13;

		long m14;

		long m15;

	}

	/**
	 * What workers write for each item.
	 */
	abstract static class WorkerNumbers extends Middle {

		volatile long begun;

		// of the only worker of a serial mailbox
		long begunBytes;

		volatile long delivered;

		volatile long failed;

	}

	/**
	 * The gap behind.
	 */
	abstract static class Back extends WorkerNumbers {

		long b01;

		long b02;

		long b03;

		long b04;

		long b05;

		long b06;

		long b07;

		long b08;

		long b09;

		long b10;

		long b11;

		long b12;

		long b13;

		long b14;

		long b15;

	}

}
