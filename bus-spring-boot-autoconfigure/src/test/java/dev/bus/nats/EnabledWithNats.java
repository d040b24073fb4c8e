package dev.bus.nats;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * For tests that need a NATS server. Where there is none they are skipped, unless the
 * environment has {@code BUS_REQUIRE_NATS=true}: then they fail.
 */
@Target({ ElementType.TYPE, ElementType.METHOD })
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(EnabledWithNats.Condition.class)
public @interface EnabledWithNats {

	/**
	 * Whether {@link NatsServers#shared()} will not do, because the server is killed or
	 * has a configuration of its own: that takes a {@code nats-server} on the
	 * {@code PATH}.
	 */
	boolean ownServer() default false;

	/**
	 * Skips tests where there is no server.
	 */
	class Condition implements ExecutionCondition {

		@Override
		public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
			return context.getElement()
				.map((element) -> element.getAnnotation(EnabledWithNats.class))
				.map((annotation) -> evaluate(annotation.ownServer()))
				.orElseGet(() -> ConditionEvaluationResult.enabled("Its class is"));
		}

		private static ConditionEvaluationResult evaluate(boolean ownServer) {
			if (Boolean.parseBoolean(System.getenv("BUS_REQUIRE_NATS"))) {
				return ConditionEvaluationResult.enabled("There must be a NATS server");
			}
			if (ownServer ? NatsProcess.binary().isPresent() : NatsServers.areAvailable()) {
				return ConditionEvaluationResult.enabled("There is a NATS server");
			}
			return ConditionEvaluationResult
				.disabled("Skipped: no 'nats-server' on the PATH" + (ownServer ? "" : ", and no Docker engine answers")
						+ ". Install nats-server, and set BUS_REQUIRE_NATS=true to have its absence fail the build");
		}

	}

}
