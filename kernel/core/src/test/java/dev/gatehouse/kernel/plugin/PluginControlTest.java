package dev.gatehouse.kernel.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Switching plugins off and on, and loading them anew.
class PluginControlTest {
  @TempDir Path folder;

  @Test
  void whatIsSwitchedOffStaysOffAfterARestartAndComesBack() throws Exception {
    try (HostFixture host = new HostFixture(folder)) {
      host.drop("mine-1.jar", host.jar().plugin("one", PluginJar.PLAIN_FILTER));
      host.reloadsWell();

      assertThat(host.holder.control().disable("mine").done()).isTrue();
      assertThat(host.status("mine").state()).isEqualTo("disabled");
    }
    try (HostFixture host = new HostFixture(folder)) {
      host.reloadsWell();
      assertThat(host.status("mine").state()).isEqualTo("disabled");
      assertThat(host.status("mine").reason()).contains("/admin/v1/plugins/mine/enable");

      assertThat(host.holder.control().enable("mine").done()).isTrue();
      assertThat(host.status("mine").state()).isEqualTo("active");
    }
    try (HostFixture host = new HostFixture(folder)) {
      host.reloadsWell();
      assertThat(host.status("mine").state()).isEqualTo("active");
    }
  }

  @Test
  void doesNotSwitchOffWhatTheConfigurationNeeds() throws Exception {
    try (HostFixture host = new HostFixture(folder)) {
      host.drop("mine-1.jar", host.jar().plugin("one", PluginJar.PLAIN_FILTER));
      host.configure("filters: [ { one: {} } ]");
      host.reloadsWell();

      PluginControl.Result result = host.holder.control().disable("mine");

      assertThat(result.done()).isFalse();
      assertThat(result.problems().toString()).contains("one");
      assertThat(host.status("mine").state()).isEqualTo("active");
      host.reloadsWell();
      assertThat(host.status("mine").state()).isEqualTo("active");
    }
  }

  @Test
  void loadsAPluginAnewThoughItsFileIsTheSame() throws Exception {
    try (HostFixture host = new HostFixture(folder)) {
      host.drop("mine-1.jar", host.jar().plugin("one", PluginJar.PLAIN_FILTER));
      host.drop("other-1.jar", host.jar().plugin("two", PluginJar.PLAIN_FILTER));
      host.configure("filters: [ { one: {} }, { two: {} } ]");
      host.reloadsWell();
      Generation before = host.holder.acquire();

      assertThat(host.holder.control().reload("mine").done()).isTrue();

      Generation after = host.holder.acquire();
      assertThat(after.plugins().getFirst()).isNotSameAs(before.plugins().getFirst());
      assertThat(after.plugins().getLast()).isSameAs(before.plugins().getLast());
      assertThat(after.instances())
          .doesNotContainAnyElementsOf(
              before.instances().stream().filter(i -> i.name().equals("one")).toList());
      before.release();
      after.release();
    }
  }
}
