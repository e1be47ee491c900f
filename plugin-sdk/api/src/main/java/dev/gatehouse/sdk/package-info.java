/// What every part of the plugin SDK rests on: extensions, extension points, stages, options and
/// secrets.
///
/// Start reading at [dev.gatehouse.sdk.plugin.GatewayPlugin], the entry point of a plugin jar, then
/// take the package of the extension point you want to fill: [dev.gatehouse.sdk.filter] for most
/// things, [dev.gatehouse.sdk.auth] to authenticate, [dev.gatehouse.sdk.route] to choose targets,
/// [dev.gatehouse.sdk.provider] and [dev.gatehouse.sdk.protocol] to speak to models and clients,
/// [dev.gatehouse.sdk.log] to receive what passed.
@NullMarked
package dev.gatehouse.sdk;

import org.jspecify.annotations.NullMarked;
