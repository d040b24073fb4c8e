package dev.bus.sqlite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Locale;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import dev.bus.sqlite.SqliteDatabaseException.Reason;

/**
 * The database file and its write-ahead log, of which only attributes are read: to open
 * and close one of them would drop the locks that SQLite holds for this process.
 */
final class SqliteFile {

	private static final Set<String> NETWORK_FILE_SYSTEMS = Set.of("nfs", "nfs4", "cifs", "smb", "smb2", "smb3",
			"smbfs", "afs", "ncpfs", "fuse.sshfs");

	private final Path path;

	private final Path directory;

	private final String name;

	private final Path wal;

	SqliteFile(Path path) {
		this.path = path.toAbsolutePath().normalize();
		Path directory = this.path.getParent();
		Path name = this.path.getFileName();
		if (directory == null || name == null || path.toString().indexOf('?') >= 0) {
			throw new IllegalArgumentException(
					"'" + path + "' is not the path of a file without a '?': name another with 'bus.sqlite.path'");
		}
		this.directory = directory;
		this.name = name.toString();
		this.wal = directory.resolve(name + "-wal");
	}

	Path path() {
		return this.path;
	}

	Path directory() {
		return this.directory;
	}

	String name() {
		return this.name;
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
			Object key = Files.readAttributes(this.path, BasicFileAttributes.class).fileKey();
			return (key != null) ? key : this.path;
		}
		catch (NoSuchFileException ex) {
			return null;
		}
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
		if (!Files.isDirectory(this.directory)) {
			throw failure(Reason.CANNOT_OPEN, "its directory does not exist",
					"Create the directory, or name another file with 'bus.sqlite.path'");
		}
		if (Files.isDirectory(this.path)) {
			throw failure(Reason.CANNOT_OPEN, "it is a directory", "Name a file with 'bus.sqlite.path'");
		}
		String type = fileSystemType();
		if (NETWORK_FILE_SYSTEMS.contains(type.toLowerCase(Locale.ROOT))) {
			throw failure(Reason.NETWORK_FILE_SYSTEM,
					"it is on a file system of type '" + type
							+ "', which several machines share and which does not carry the locks of SQLite",
					"Name a file on a local disk with 'bus.sqlite.path', or set 'bus.backend' to 'nats' if several"
							+ " machines are to talk");
		}
	}

	private String fileSystemType() {
		try {
			return Files.getFileStore(this.directory).type();
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
