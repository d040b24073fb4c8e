package dev.bus.sqlite;

/**
 * Looks whether another connection has committed since the last look.
 */
final class VersionCheck implements AutoCloseable {

	private final Link link;

	private long last = -1;

	VersionCheck(SqliteDatabase database) {
		this.link = new Link(database, Role.WATCHER);
	}

	boolean isChanged() {
		try {
			return this.link.call((connection) -> {
				long current = connection.number("PRAGMA data_version");
				boolean changed = current != this.last || this.link.isNew();
				this.last = current;
				return changed;
			});
		}
		catch (RuntimeException | Error ex) {
			this.link.drop();
			throw ex;
		}
	}

	@Override
	public void close() {
		this.link.drop();
	}

}
