package dev.bus.benchmark.boot;

import java.util.List;
import java.util.Map;

import org.springframework.context.ConfigurableApplicationContext;

import dev.bus.Messenger;
import dev.bus.benchmark.harness.Case;
import dev.bus.benchmark.harness.Measured;
import dev.bus.benchmark.harness.Side;
import dev.bus.benchmark.harness.Unit;
import dev.bus.benchmark.load.Channel;
import dev.bus.benchmark.load.ChannelFactory;
import dev.bus.benchmark.load.FanOut;
import dev.bus.benchmark.load.MessengerChannel;
import dev.bus.memory.InMemoryMessenger;

/**
 * Cases of annotated listeners over the in-memory engine, and of the start of an
 * application.
 *
 * @since 0.1.0
 */
public final class BootCases {

	private static final int STARTS = 20;

	private BootCases() {
	}

	/**
	 * Return all cases.
	 * @return the cases, in the order of the report
	 */
	public static List<Case> all() {
		return List.of(Case.of("listener-bytes", Unit.MESSAGES_PER_SECOND, 0.75,
				fanOut("@BusStream(byte[])", BootCases::bytesListener), fanOut("StreamListener", BootCases::plain)),
				Case.of("listener-json", Unit.MESSAGES_PER_SECOND, 0.75,
						fanOut("@BusStream(record)", BootCases::jsonListener),
						fanOut("StreamListener and Jackson", BootCases::parsing)),
				Case.of("observed-off", Unit.MESSAGES_PER_SECOND, 0.9,
						fanOut("observation off", BootCases::notObserved),
						fanOut("InMemoryMessenger", BootCases::plain)),
				Case.of("startup", Unit.MILLISECONDS, 0.93,
						start("bus-spring-boot-starter", "dev.bus:bus-spring-boot-starter"),
						start("spring-boot-starter-jackson", "org.springframework.boot:spring-boot-starter-jackson"))
					.withMinPairs(STARTS));
	}

	private static Side fanOut(String name, ChannelFactory channels) {
		return new Measured(name, () -> new FanOut(1, 1, channels));
	}

	private static Side start(String name, String starter) {
		return new Measured(name, () -> new StartUp(starter));
	}

	private static Channel bytesListener(int subscribers) {
		return new ListenerChannel(BytesListener::new, Map.of(), BootCases::messenger);
	}

	private static Channel jsonListener(int subscribers) {
		return new JsonChannel(new ListenerChannel(JsonListener::new, Map.of(), BootCases::messenger));
	}

	private static Channel parsing(int subscribers) {
		return new JsonChannel(new ParsingChannel(plain(subscribers)));
	}

	private static Channel plain(int subscribers) {
		return new MessengerChannel(new InMemoryMessenger());
	}

	private static Channel notObserved(int subscribers) {
		ConfigurableApplicationContext context = Application.start(new Object(),
				Map.of("bus.observation.enabled", "false"));
		return new MessengerChannel(messenger(context));
	}

	private static Messenger messenger(ConfigurableApplicationContext context) {
		return context.getBean(Messenger.class);
	}

}
