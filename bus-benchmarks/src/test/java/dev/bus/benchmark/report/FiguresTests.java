package dev.bus.benchmark.report;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class FiguresTests {

	@ParameterizedTest
	@CsvSource({ "13123456.7, '13,100,000'", "999.6, '1,000'", "64, 64", "2.504, 2.5", "0.30821, 0.308", "0, 0" })
	void aFigureHasThreeDigitsThatCount(double figure, String text) {
		assertThat(Figures.plain(figure)).isEqualTo(text);
	}

}
