package dev.bus.sqlite;

import org.jspecify.annotations.Nullable;

/**
 * Whether a database can be read and written, by how it went last.
 */
final class DatabaseHealth {

	private volatile @Nullable Throwable readFailure;

	private volatile @Nullable Throwable writeFailure;

	private volatile boolean outOfSpace;

	private volatile boolean damaged;

	/**
	 * Remember how the last read went.
	 * @param failure the failure, or {@code null}
	 */
	void readFailed(@Nullable Throwable failure) {
		if (this.readFailure != failure) {
			this.readFailure = failure;
			checkDamage(failure);
		}
	}

	/**
	 * Remember how the last write went.
	 * @param failure the failure, or {@code null}
	 */
	void writeFailed(@Nullable Throwable failure) {
		Throwable counted = ResultCode.isFull(failure) ? null : failure;
		if (this.writeFailure != counted) {
			this.writeFailure = counted;
			checkDamage(failure);
		}
		boolean outOfSpace = failure != null && ResultCode.isOutOfSpace(failure);
		if (this.outOfSpace != outOfSpace) {
			this.outOfSpace = outOfSpace;
		}
	}

	/**
	 * Return whether the last write needed room that there was not.
	 */
	boolean isOutOfSpace() {
		return this.outOfSpace;
	}

	/**
	 * Remember damage: that some pages can be read and written does not repair others.
	 * @param failure the failure, of damage or not
	 */
	void checkDamage(@Nullable Throwable failure) {
		if (ResultCode.isDamage(failure)) {
			this.damaged = true;
		}
	}

	/**
	 * Note that the database was opened and checked.
	 */
	void opened() {
		this.damaged = false;
		this.writeFailure = null;
	}

	/**
	 * Return whether the database cannot be read or written. A lock or a full disk does
	 * not count.
	 */
	boolean isFailing() {
		return this.damaged || this.readFailure != null || this.writeFailure != null;
	}

}
