package dev.bus.benchmark.load;

import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;

import dev.bus.benchmark.harness.Measured;
import dev.bus.benchmark.harness.Result;
import dev.bus.benchmark.harness.Side;
import dev.bus.benchmark.harness.Trial;

/**
 * Payloads from 64 bytes to 1 MB: how many megabytes are delivered in a second.
 *
 * @since 0.1.0
 */
public final class PayloadSizes {

	private static final List<Integer> SIZES = List.of(64, 1024, 16 * 1024, 256 * 1024, 1024 * 1024);

	private static final double MEGABYTE = 1024 * 1024;

	private PayloadSizes() {
	}

	/**
	 * Return a side for each size.
	 * @param trials creates the trial of a size in bytes
	 * @return the sides, that of the least size first
	 */
	public static List<Side> sides(IntFunction<Trial> trials) {
		return SIZES.stream().map((size) -> side(size, trials)).toList();
	}

	private static Side side(int size, IntFunction<Trial> trials) {
		return new Measured(String.format(Locale.ROOT, "%,d bytes", size), () -> trials.apply(size));
	}

	/**
	 * Return a trial with one publisher and one subscriber.
	 * @param size how large a message is, in bytes
	 * @param channels creates the channel
	 * @return the trial
	 */
	public static Trial trial(int size, ChannelFactory channels) {
		Trial fanOut = new FanOut(1, 1, size, FanOut.WINDOW, channels);
		return (timing) -> {
			double messages = fanOut.run(timing).value();
			return Result.of(messages * size / MEGABYTE).with("messages", messages);
		};
	}

}
