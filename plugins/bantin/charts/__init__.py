"""Facts to drawings: a `Chart` in, two inline SVG strings out (`bantin.charts.draw.draw`)."""
