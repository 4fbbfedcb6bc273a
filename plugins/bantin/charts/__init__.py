"""Facts to drawings: plans of charts, sketches of them, and two inline SVG strings or a picture of each sketch."""
