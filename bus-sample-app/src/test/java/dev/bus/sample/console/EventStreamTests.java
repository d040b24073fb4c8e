package dev.bus.sample.console;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.ServletOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mockito.InOrder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.BDDMockito.willThrow;
import static org.mockito.Mockito.inOrder;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;

/**
 * Tests for {@link EventStream}.
 */
class EventStreamTests {

	private static final byte[] FIRST = "first".getBytes(StandardCharsets.US_ASCII);

	private static final byte[] SECOND = "second".getBytes(StandardCharsets.US_ASCII);

	private final AsyncContext context = mock();

	private final ServletOutputStream output = mock();

	private final AtomicInteger ends = new AtomicInteger();

	private EventStream stream;

	@BeforeEach
	void createStream() {
		given(this.output.isReady()).willReturn(true);
		this.stream = new EventStream(this.context, this.output);
	}

	@Test
	void keepsWhatIsSentUntilTheContainerAllowsToWrite() throws IOException {
		this.stream.send(FIRST);
		start();
		this.stream.send(SECOND);
		then(this.output).should(never()).write(any(byte[].class));
		this.stream.onWritePossible();
		InOrder inOrder = inOrder(this.output);
		inOrder.verify(this.output).write(FIRST);
		inOrder.verify(this.output).write(SECOND);
		inOrder.verify(this.output).flush();
	}

	@Test
	void stopsWritingWhileTheConnectionTakesNothing() throws IOException {
		startWritable();
		given(this.output.isReady()).willReturn(false);
		this.stream.send(FIRST);
		this.stream.send(SECOND);
		then(this.output).should().write(FIRST);
		then(this.output).should(never()).write(SECOND);
		then(this.output).should(never()).flush();
		given(this.output.isReady()).willReturn(true);
		this.stream.onWritePossible();
		then(this.output).should().write(SECOND);
		then(this.output).should().flush();
	}

	@Test
	void endsWhenTooMuchWaits() {
		start();
		byte[] half = new byte[EventStream.MAX_PENDING / 2];
		this.stream.send(half);
		this.stream.send(half);
		assertThat(this.ends).hasValue(0);
		this.stream.send(FIRST);
		assertThat(this.ends).hasValue(1);
		then(this.context).should().complete();
	}

	@Test
	void letsASingleEventBeLargerThanTheLimit() throws IOException {
		byte[] large = new byte[EventStream.MAX_PENDING + 1];
		start();
		this.stream.send(large);
		assertThat(this.ends).hasValue(0);
		this.stream.onWritePossible();
		then(this.output).should().write(large);
	}

	@Test
	void writesNothingAfterItsEnd() throws IOException {
		startWritable();
		this.stream.end();
		this.stream.end();
		this.stream.send(FIRST);
		this.stream.onWritePossible();
		this.stream.onError(mock(AsyncEvent.class));
		then(this.output).should(never()).write(any(byte[].class));
		then(this.context).should().complete();
		assertThat(this.ends).hasValue(1);
	}

	@Test
	void endsBeforeItsStart() {
		this.stream.end();
		then(this.context).should().complete();
		assertThat(this.ends).hasValue(0);
		start();
		then(this.output).should(never()).setWriteListener(any());
		assertThat(this.ends).hasValue(1);
	}

	@Test
	void endsWhenTheClientIsGone() throws IOException {
		startWritable();
		willThrow(new IOException("Broken pipe")).given(this.output).write(FIRST);
		this.stream.send(FIRST);
		then(this.context).should().complete();
		assertThat(this.ends).hasValue(1);
	}

	@Test
	void endsWhenTheContainerReportsAnError() {
		start();
		this.stream.onError(new IOException("Broken pipe"));
		this.stream.onError(mock(AsyncEvent.class));
		then(this.context).should().complete();
		assertThat(this.ends).hasValue(1);
	}

	@Test
	void endsWhenTheContainerHasCompletedTheResponse() {
		start();
		willThrow(new IllegalStateException("recycled")).given(this.context).complete();
		this.stream.end();
		assertThat(this.ends).hasValue(1);
	}

	@Test
	void endsWhenAProbeFindsThatNothingWasTaken() throws IOException {
		startWritable();
		given(this.output.isReady()).willReturn(false);
		this.stream.probe(FIRST);
		this.stream.probe(FIRST);
		assertThat(this.ends).hasValue(0);
		this.stream.probe(FIRST);
		assertThat(this.ends).hasValue(1);
	}

	@Test
	void goesOnWhenAProbeFindsThatSomethingWasTaken() throws IOException {
		startWritable();
		given(this.output.isReady()).willReturn(false);
		for (int i = 0; i < 5; i++) {
			this.stream.probe(FIRST);
			this.stream.send(SECOND);
			this.stream.onWritePossible();
		}
		assertThat(this.ends).hasValue(0);
	}

	private void start() {
		this.stream.start(this.ends::incrementAndGet);
	}

	private void startWritable() throws IOException {
		start();
		this.stream.onWritePossible();
	}

}
