package dev.bus.sqlite;

import org.jspecify.annotations.Nullable;

import dev.bus.BusMessage;
import dev.bus.StreamListener;
import dev.bus.StreamOptions;
import dev.bus.support.LossLog;
import dev.bus.support.StreamSubscription;

/**
 * A stream without group: what finds no room stays in the file until there is some.
 */
final class SqliteStream extends StreamSubscription implements EventReceiver {

	private final Core core;

	private final LossLog missed;

	private volatile @Nullable Cursor cursor;

	SqliteStream(String subject, StreamOptions options, StreamListener listener, Core core) {
		super(subject, options, listener, core.errorHandler(), core.workers(), core.options().closeTimeout());
		this.core = core;
		this.missed = Missed.log("Stream of '" + subject + "'");
	}

	@Override
	protected void join() {
		this.cursor = this.core.joinStream(this);
		this.core.begun(this);
	}

	@Override
	protected void leave() {
		Cursor left = this.cursor;
		this.cursor = null;
		if (left != null) {
			this.core.leaveStream(left);
		}
	}

	@Override
	protected void ended() {
		this.missed.recovered();
		this.core.ended(this);
	}

	@Override
	protected void limitIntake() {
		Cursor limited = this.cursor;
		if (limited != null && !this.core.limitStream(limited)) {
			leave();
		}
	}

	@Override
	protected boolean awaitIntake(long nanos) {
		Cursor limited = this.cursor;
		return limited != null && this.core.router().awaitComplete(limited, nanos);
	}

	@Override
	protected void emptied() {
		Cursor current = this.cursor;
		if (current != null) {
			current.roomMade();
		}
		this.missed.recovered();
	}

	@Override
	protected long missed() {
		return this.missed.total();
	}

	@Override
	public boolean take(long id, BusMessage message) {
		return offer(message);
	}

	@Override
	public void missed(long count) {
		this.missed.lost(count);
	}

}
