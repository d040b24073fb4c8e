package dev.bus.sqlite;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Notifications of the operating system about the write-ahead log.
 */
final class FileNotifications implements Notifications {

	private static final Log logger = LogFactory.getLog(FileNotifications.class);

	private final WatchService service;

	private final Path directory;

	private final String name;

	private final Polling polling = new Polling();

	private @Nullable WatchKey key;

	private FileNotifications(WatchService service, Path directory, String name) throws IOException {
		this.service = service;
		this.directory = directory;
		this.name = name;
		this.key = register();
	}

	private WatchKey register() throws IOException {
		return this.directory.register(this.service, StandardWatchEventKinds.ENTRY_CREATE,
				StandardWatchEventKinds.ENTRY_MODIFY);
	}

	/**
	 * Watch a database.
	 * @param file the database file
	 * @return the notifications, or polling where there are none
	 */
	static Notifications open(SqliteFile file) {
		if (!System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("linux")) {
			// elsewhere they come late or not at all for files mapped into memory
			return new Polling();
		}
		Path directory = file.real().resolveSibling("");
		WatchService service = null;
		try {
			service = directory.getFileSystem().newWatchService();
			return new FileNotifications(service, directory, String.valueOf(file.real().getFileName()));
		}
		catch (IOException | UnsupportedOperationException ex) {
			warn(directory, ex);
			close(service);
			return new Polling();
		}
	}

	private static void warn(Path directory, Exception cause) {
		logger.warn(
				"The operating system does not notify of changes in '" + directory
						+ "' (limit of inotify reached?): looking for messages of other processes every 10 ms instead",
				cause);
	}

	@Override
	public boolean await(long nanos) throws InterruptedException {
		if (this.key == null) {
			return this.polling.await(nanos);
		}
		try {
			WatchKey key = this.service.poll(nanos, TimeUnit.NANOSECONDS);
			return key != null && isOfDatabase(key);
		}
		catch (ClosedWatchServiceException ex) {
			return false;
		}
	}

	@Override
	public boolean poll() {
		WatchKey key = this.service.poll();
		return key != null && isOfDatabase(key);
	}

	private boolean isOfDatabase(WatchKey key) {
		boolean found = false;
		for (WatchEvent<?> event : key.pollEvents()) {
			// an overflow has no context and may be of any file
			found |= !(event.context() instanceof Path written) || written.toString().startsWith(this.name);
		}
		key.reset();
		return found;
	}

	@Override
	public void suspend() {
		if (this.key != null) {
			this.key.cancel();
			this.key = null;
		}
	}

	@Override
	public void resume() {
		try {
			this.key = register();
		}
		catch (IOException ex) {
			warn(this.directory, ex);
		}
		catch (ClosedWatchServiceException ex) {
			logger.debug("Closed while notifications were suspended", ex);
		}
	}

	@Override
	public void close() {
		close(this.service);
	}

	private static void close(@Nullable WatchService service) {
		try {
			if (service != null) {
				service.close();
			}
		}
		catch (IOException ex) {
			logger.debug("Failed to close the watch service", ex);
		}
	}

}
