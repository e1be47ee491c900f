package dev.gatehouse.kernel.plugin.service;

import dev.gatehouse.kernel.config.References;
import dev.gatehouse.sdk.Secret;
import dev.gatehouse.sdk.plugin.Secrets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Secrets that a plugin was given, by the beginnings of their names: `env:OPENAI_` for environment
/// variables, `file:/run/secrets/` for files, an empty text for all.
///
/// @param pluginId who asks, for messages
/// @param granted the beginnings
public record GrantedSecrets(String pluginId, List<String> granted, References references)
    implements Secrets {
  private static final Pattern REFERENCE =
      Pattern.compile("\\$\\{(?:file:([^}]+)|([A-Za-z_][A-Za-z0-9_]*))}");

  @Override
  public Secret get(String reference) {
    Matcher matcher = REFERENCE.matcher(reference);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "a secret is asked for by a reference: ${NAME} or ${file:/path}");
    }
    String name = matcher.group(1) != null ? "file:" + matcher.group(1) : "env:" + matcher.group(2);
    // A path that climbs could begin as allowed and end elsewhere.
    if (name.contains("..") || granted.stream().noneMatch(name::startsWith)) {
      throw new IllegalArgumentException(
          "plugin "
              + pluginId
              + " was not given "
              + reference
              + "; its descriptor has to list \""
              + name
              + "\" or its beginning under permissions.secrets");
    }
    return references.secret(reference);
  }
}
