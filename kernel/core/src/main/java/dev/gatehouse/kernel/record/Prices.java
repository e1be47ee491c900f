package dev.gatehouse.kernel.record;

import dev.gatehouse.kernel.config.GatewayConfig;
import dev.gatehouse.kernel.config.ModelConfig;
import dev.gatehouse.kernel.config.ModelConfig.PriceConfig;
import dev.gatehouse.kernel.config.ModelConfig.TargetConfig;
import dev.gatehouse.sdk.ai.Usage;
import dev.gatehouse.sdk.exchange.Target;
import dev.gatehouse.sdk.http.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// What tokens cost. An unknown price is unknown, never zero. Immutable.
public final class Prices {
  private static final Map<String, PriceConfig> CATALOGUE = catalogue();
  // The day of a model's version, as in name-2025-04-14.
  private static final Pattern DATE = Pattern.compile("-\\d{4}-?\\d{2}-?\\d{2}$");
  private final Map<String, PriceConfig> configured = new HashMap<>();

  /// Takes the prices of a configuration, which go before the built-in catalogue.
  public Prices(GatewayConfig config) {
    for (ModelConfig model : config.models().values()) {
      model.targets().forEach(this::add);
      model.fallback().forEach(this::add);
    }
  }

  private void add(TargetConfig target) {
    PriceConfig price = target.price();
    if (price != null) {
      configured.put(target.provider() + "/" + target.model(), price);
    }
  }

  /// Returns the cost in billionths of a US dollar, or null when no price is known.
  public @Nullable Long costNanos(Target target, @Nullable Usage usage) {
    PriceConfig price = configured.get(target.id());
    if (price == null) {
      price = known(target.model());
    }
    if (price == null || usage == null) {
      return null;
    }
    Double cachedPrice = price.cachedInput();
    double cached = cachedPrice == null ? price.input() : cachedPrice;
    long fresh = Math.max(0, usage.input() - usage.cachedInput());
    // Dollars for a million tokens are thousands of nano-dollars for one.
    return Math.round(
        1_000
            * (fresh * price.input()
                + usage.cachedInput() * cached
                + usage.output() * price.output()));
  }

  private static @Nullable PriceConfig known(String model) {
    PriceConfig price = CATALOGUE.get(model);
    if (price != null || model.isEmpty() || !Character.isDigit(model.charAt(model.length() - 1))) {
      return price;
    }
    return CATALOGUE.get(DATE.matcher(model).replaceFirst(""));
  }

  private static Map<String, PriceConfig> catalogue() {
    try (InputStream in = Prices.class.getResourceAsStream("prices.json")) {
      if (in == null) {
        throw new IllegalStateException("the price catalogue is missing from the kernel's jar");
      }
      Map<String, PriceConfig> prices = new HashMap<>();
      for (Map.Entry<String, JsonNode> entry :
          Json.parse(in.readAllBytes()).get("models").properties()) {
        JsonNode price = entry.getValue();
        prices.put(
            entry.getKey(),
            new PriceConfig(
                price.get("input").doubleValue(),
                price.has("cachedInput") ? price.get("cachedInput").doubleValue() : null,
                price.get("output").doubleValue()));
      }
      return Map.copyOf(prices);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
