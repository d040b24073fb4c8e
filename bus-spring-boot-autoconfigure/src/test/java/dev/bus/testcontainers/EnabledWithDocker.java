package dev.bus.testcontainers;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * For tests that need a Docker engine. Where there is none they are skipped, unless the
 * environment has {@code BUS_REQUIRE_DOCKER=true}: then they fail.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(EnabledWithDocker.Condition.class)
@interface EnabledWithDocker {

	/**
	 * Skips tests where there is no Docker engine.
	 */
	class Condition implements ExecutionCondition {

		@Override
		public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
			boolean required = Boolean.parseBoolean(System.getenv("BUS_REQUIRE_DOCKER"));
			if (required || NatsContainer.isDockerAvailable()) {
				return ConditionEvaluationResult.enabled("There is a Docker engine, or there must be one");
			}
			return ConditionEvaluationResult.disabled("Skipped: no Docker engine answers. Start one, "
					+ "and set BUS_REQUIRE_DOCKER=true to have its absence fail the build");
		}

	}

}
