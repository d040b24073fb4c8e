package dev.bus.sqlite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import dev.bus.sqlite.SqliteDatabaseException.Reason;

/**
 * The database file, its write-ahead log and the index of that, of which only attributes
 * are read: to open and close one of them would drop the locks that SQLite holds for this
 * process.
 */
final class SqliteFile {

	/**
	 * Stands for the key of a file that is not there.
	 */
	static final Object MISSING = "missing";

	private static final Set<String> NETWORK_FILE_SYSTEMS = Set.of("nfs", "nfs4", "cifs", "smb", "smb2", "smb3",
			"smbfs", "afs", "ncpfs", "fuse.sshfs");

	private final Path path;

	// the path without symbolic links: SQLite keeps the other two beside that
	private volatile Path real;

	private volatile Path wal;

	private volatile Path index;

	SqliteFile(Path path) {
		this.path = path.toAbsolutePath().normalize();
		if (this.path.getParent() == null || this.path.getFileName() == null || path.toString().indexOf('?') >= 0) {
			throw new IllegalArgumentException(
					"'" + path + "' is not the path of a file without a '?': name another with 'bus.sqlite.path'");
		}
		this.real = this.path;
		this.wal = beside(this.path, "-wal");
		this.index = beside(this.path, "-shm");
	}

	private static Path beside(Path file, String suffix) {
		return file.resolveSibling(file.getFileName() + suffix);
	}

	/**
	 * Follow symbolic links.
	 * @throws IOException if the file does not exist or is not accessible
	 */
	void resolve() throws IOException {
		Path real = this.path.toRealPath();
		this.real = real;
		this.wal = beside(real, "-wal");
		this.index = beside(real, "-shm");
	}

	Path path() {
		return this.path;
	}

	/**
	 * Return the path without symbolic links, where they are known.
	 */
	Path real() {
		return this.real;
	}

	String url() {
		return "jdbc:sqlite:" + this.path;
	}

	/**
	 * Return what tells this file from another of the same name.
	 * @return the key, the path itself where the file system has none, or {@code null} if
	 * the file does not exist
	 * @throws IOException if the attributes cannot be read
	 */
	@Nullable Object identity() throws IOException {
		try {
			return key(this.path);
		}
		catch (NoSuchFileException ex) {
			return null;
		}
	}

	/**
	 * Return whether the write-ahead log and its index exist.
	 */
	boolean hasLog() {
		return Files.exists(this.wal) && Files.exists(this.index);
	}

	/**
	 * Return what tells the write-ahead log and its index from others of the same names.
	 * @return their keys, {@link #MISSING} for one that does not exist or is not
	 * accessible
	 */
	List<Object> logIdentity() {
		return List.of(keyOrMissing(this.wal), keyOrMissing(this.index));
	}

	private static Object keyOrMissing(Path path) {
		try {
			return key(path);
		}
		catch (IOException ex) {
			return MISSING;
		}
	}

	private static Object key(Path path) throws IOException {
		Object key = Files.readAttributes(path, BasicFileAttributes.class).fileKey();
		return (key != null) ? key : path;
	}

	/**
	 * Return the size of the write-ahead log.
	 * @return the size in bytes, 0 if there is none
	 */
	long walSize() {
		try {
			return Files.size(this.wal);
		}
		catch (IOException ex) {
			// the last connection of all processes removes it
			return 0;
		}
	}

	/**
	 * Check that the file can be there and that its file system carries locks and shared
	 * memory.
	 */
	void requireUsable() {
		Path directory = this.path.resolveSibling("");
		if (!Files.isDirectory(directory)) {
			throw failure(Reason.CANNOT_OPEN, "its directory does not exist",
					"Create the directory, or name another file with 'bus.sqlite.path'");
		}
		if (Files.isDirectory(this.path)) {
			throw failure(Reason.CANNOT_OPEN, "it is a directory", "Name a file with 'bus.sqlite.path'");
		}
		String type = fileSystemType(Files.exists(this.path) ? this.path : directory);
		if (NETWORK_FILE_SYSTEMS.contains(type.toLowerCase(Locale.ROOT))) {
			throw failure(Reason.NETWORK_FILE_SYSTEM,
					"it is on a file system of type '" + type
							+ "', which several machines share and which does not carry the locks of SQLite",
					"Name a file on a local disk with 'bus.sqlite.path', or set 'bus.backend' to 'nats' if several"
							+ " machines are to talk");
		}
	}

	private String fileSystemType(Path path) {
		try {
			return Files.getFileStore(path).type();
		}
		catch (IOException ex) {
			throw new SqliteDatabaseException(Reason.CANNOT_OPEN,
					"Cannot use the bus database '" + this.path + "': its file system is not accessible",
					"Make it accessible for this user, or name another file with 'bus.sqlite.path'", ex);
		}
	}

	private SqliteDatabaseException failure(Reason reason, String problem, String action) {
		return new SqliteDatabaseException(reason, "Cannot use the bus database '" + this.path + "': " + problem,
				action, null);
	}

}
