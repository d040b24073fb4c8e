package dev.bus.benchmark.load;

import java.util.List;
import java.util.Locale;

import dev.bus.benchmark.harness.Measured;
import dev.bus.benchmark.harness.Result;
import dev.bus.benchmark.harness.Side;
import dev.bus.benchmark.harness.Timing;
import dev.bus.benchmark.harness.Trial;

/**
 * Payloads from 64 bytes to 1 MB: how many megabytes are delivered in a second.
 *
 * @since 0.1.0
 */
public final class PayloadSizes {

	private static final List<Integer> SIZES = List.of(64, 1024, 16 * 1024, 256 * 1024, 1024 * 1024);

	private PayloadSizes() {
	}

	/**
	 * Return a side for each size.
	 * @param channels creates the channel
	 * @return the sides, that of the least size first
	 */
	public static List<Side> sides(ChannelFactory channels) {
		return SIZES.stream().map((size) -> side(size, channels)).toList();
	}

	private static Side side(int size, ChannelFactory channels) {
		return new Measured(String.format(Locale.ROOT, "%,d bytes", size),
				() -> (timing) -> megabytes(size, channels, timing));
	}

	private static Result megabytes(int size, ChannelFactory channels, Timing timing) throws Exception {
		Trial fanOut = new FanOut(1, 1, size, FanOut.WINDOW, channels);
		double messages = fanOut.run(timing).value();
		return Result.of(messages * size / (1024 * 1024)).with("messages", messages);
	}

}
