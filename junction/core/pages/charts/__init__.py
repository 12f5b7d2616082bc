"""Small charts as plain geometry, drawn by Jinja macros as inline SVG: no script, no picture files.

Each chart is computed twice, for a wide page and for a phone, since the text of one picture shrunk to a phone
cannot be read. What is not known is a gap or a dashed box, never zero. Nothing is told by colour alone: lines
differ by dashes and carry their names, and a table stands behind every chart.
"""

from junction.core.pages.charts.bars import Bar, BarChart, bar_chart
from junction.core.pages.charts.lines import LineChart, Series, line_chart
from junction.core.pages.charts.sparks import Spark, sparkline

__all__ = ["Bar", "BarChart", "LineChart", "Series", "Spark", "bar_chart", "line_chart", "sparkline"]
