package dev.gatehouse.kernel.plugin.descriptor;

import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.databind.exc.ValueInstantiationException;
import tools.jackson.databind.json.JsonMapper;

/// Reads and writes descriptors. Keys are in kebab-case; unknown and repeated keys are refused, so
/// that a misspelled permission is never taken for an absent one.
public final class DescriptorJson {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE)
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .changeDefaultPropertyInclusion(inclusion ->
              inclusion.withValueInclusion(
                  com.fasterxml.jackson.annotation.JsonInclude.Include.NON_NULL))
          .build();

  private DescriptorJson() {}

  /// Reads a descriptor.
  ///
  /// @throws IllegalArgumentException with a sentence that names the place
  public static PluginDescriptor read(byte[] json) {
    try {
      PluginDescriptor read = MAPPER.readValue(json, PluginDescriptor.class);
      if (read == null) {
        throw new IllegalArgumentException(PluginDescriptor.PATH + " is empty");
      }
      return read;
    } catch (UnrecognizedPropertyException e) {
      throw new IllegalArgumentException(place(e) + ": unknown key; known are " + known(e), e);
    } catch (ValueInstantiationException e) {
      throw new IllegalArgumentException(place(e) + ": " + missing(e), e);
    } catch (DatabindException e) {
      throw new IllegalArgumentException(place(e) + ": " + e.getOriginalMessage(), e);
    } catch (JacksonException e) {
      throw new IllegalArgumentException(
          PluginDescriptor.PATH + " is not JSON: " + e.getOriginalMessage(), e);
    }
  }

  /// Writes a descriptor, always in the same form.
  public static byte[] write(PluginDescriptor descriptor) {
    return MAPPER.writeValueAsBytes(descriptor);
  }

  private static String place(DatabindException e) {
    String path =
        e.getPath().stream()
            .map(step ->
                step.getPropertyName() == null
                    ? "[" + step.getIndex() + "]"
                    : "." + step.getPropertyName())
            .collect(Collectors.joining());
    String shown = path.startsWith(".") ? path.substring(1) : path;
    return PluginDescriptor.PATH + (shown.isEmpty() ? "" : " " + shown);
  }

  /// The records name the key that they lack.
  private static String missing(ValueInstantiationException e) {
    return e.getCause() instanceof NullPointerException lacking && lacking.getMessage() != null
        ? "the key " + lacking.getMessage() + " is missing"
        : e.getOriginalMessage();
  }

  private static String known(UnrecognizedPropertyException e) {
    return e.getKnownPropertyIds() == null
        ? "none"
        : e.getKnownPropertyIds().stream()
            .map(String::valueOf)
            .sorted()
            .collect(Collectors.joining(", "));
  }
}
