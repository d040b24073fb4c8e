package dev.bus.benchmark.nats;

import java.util.function.Function;

import dev.bus.benchmark.harness.Result;
import dev.bus.benchmark.harness.Timing;
import dev.bus.benchmark.harness.Trial;

/**
 * A trial over a server of its own.
 *
 * @param trial creates the trial
 */
record NatsTrial(Function<NatsServer, Trial> trial) implements Trial {

	@Override
	public Result run(Timing timing) throws Exception {
		try (NatsServer server = new NatsServer()) {
			return this.trial.apply(server).run(timing);
		}
	}

}
