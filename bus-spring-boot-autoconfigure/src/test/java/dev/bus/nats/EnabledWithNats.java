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
	 * Skips tests where there is no server.
	 */
	class Condition implements ExecutionCondition {

		@Override
		public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
			boolean required = Boolean.parseBoolean(System.getenv("BUS_REQUIRE_NATS"));
			if (required || NatsProcess.binary().isPresent()) {
				return ConditionEvaluationResult.enabled("There is a nats-server, or there must be one");
			}
			return ConditionEvaluationResult.disabled("Skipped: no 'nats-server' on the PATH. Install it, "
					+ "and set BUS_REQUIRE_NATS=true to have its absence fail the build");
		}

	}

}
