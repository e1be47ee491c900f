package dev.gatehouse.sdk.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HeadersTest {
  @Test
  void comparesNamesWithoutCaseAndKeepsTheCaseTheyCameWith() {
    Headers headers = Headers.of("Content-Type", "a", "X-Two", "1", "x-two", "2");

    assertThat(headers.value("content-TYPE")).isEqualTo("a");
    assertThat(headers.all("X-TWO")).containsExactly("1", "2");
    assertThat(headers.nameAt(0)).isEqualTo("Content-Type");
    assertThat(headers.names()).containsExactly("content-type", "x-two");
  }

  @Test
  void setReplacesAllLinesAtThePlaceOfTheFirst() {
    Headers headers = Headers.of("a", "1", "b", "2", "A", "3").set("a", "9");

    assertThat(headers.all("a")).containsExactly("9");
    assertThat(headers.nameAt(0)).isEqualTo("a");
    assertThat(headers.size()).isEqualTo(2);
  }

  @Test
  void copiesAreIndependent() {
    Headers first = Headers.of("a", "1");
    Headers second = first.copy().remove("a");

    assertThat(first.contains("a")).isTrue();
    assertThat(second.contains("a")).isFalse();
  }

  @Test
  void neverPrintsValues() {
    assertThat(Headers.of("authorization", "Bearer s3cret").toString()).doesNotContain("s3cret");
  }
}
