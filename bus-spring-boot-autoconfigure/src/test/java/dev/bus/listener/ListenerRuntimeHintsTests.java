package dev.bus.listener;

import java.lang.reflect.Method;

import org.junit.jupiter.api.Test;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.annotation.ReflectiveRuntimeHintsRegistrar;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.util.ReflectionUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the hints of listeners in an application that is processed ahead of time.
 */
class ListenerRuntimeHintsTests {

	private final RuntimeHints hints = new RuntimeHints();

	ListenerRuntimeHintsTests() {
		new ReflectiveRuntimeHintsRegistrar().registerRuntimeHints(this.hints, Listeners.class);
	}

	@Test
	void methodsMayBeCalled() {
		for (String name : new String[] { "stream", "streams", "serve" }) {
			Method method = ReflectionUtils.findMethod(Listeners.class, name, (Class<?>[]) null);
			assertThat(method).isNotNull();
			assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(method)).accepts(this.hints);
		}
	}

	@Test
	void payloadsAndRepliesMayBeBound() {
		for (Class<?> type : new Class<?>[] { Placed.class, Shipped.class, Query.class, Answer.class }) {
			assertThat(RuntimeHintsPredicates.reflection()
				.onType(type)
				.withMemberCategory(MemberCategory.INVOKE_DECLARED_CONSTRUCTORS)).accepts(this.hints);
		}
	}

	record Placed(String id) {

	}

	record Shipped(String id) {

	}

	record Query(String id) {

	}

	record Answer(String id) {

	}

	static class Listeners {

		@BusStream("placed")
		void stream(Placed placed) {
		}

		@BusStream("shipped.a")
		@BusStream("shipped.b")
		void streams(Shipped shipped) {
		}

		@BusServe("get")
		Answer serve(Query query) {
			return new Answer(query.id());
		}

	}

}
