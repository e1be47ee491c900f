package ${package};

import dev.gatehouse.tck.PluginTck;

/// What every plugin has to keep to.
class ${className}TckTest extends PluginTck<${className}Plugin> {}
