/*
 * Outputs of a notebook: plotly figures, live plots of a training run, tables,
 * progress bars, and displays of the core's values. This folder imports only
 * `lib/core`. The files build on each other in this order: html, style, numbers
 * and display, then figure, then the charts.
 */
import "./displays";

export { barChart } from "./bar-chart";
export type { BarChartOptions } from "./bar-chart";
export { coloredText } from "./colored-text";
export type { ColoredTextOptions, TextPiece } from "./colored-text";
export { contourWithPath } from "./contour";
export type { ContourArrow, ContourOptions, ContourPath } from "./contour";
export { curveWithPath } from "./curve";
export type { CurveOptions, CurvePath, SpanAxis } from "./curve";
export { diagram } from "./diagram";
export type { DiagramEdge, DiagramNode, DiagramOptions } from "./diagram";
export * from "./display";
export type { AxisOptions, Figure, FigureText, Shown } from "./figure";
export { formatDuration, formatNumber } from "./format";
export { heatMap } from "./heat-map";
export type { HeatMapOptions, LabelAxis } from "./heat-map";
export * from "./interrupt";
export { lineChart } from "./line-chart";
export type { LineChartOptions, LineSeries, Reference } from "./line-chart";
export { liveLineChart, pause } from "./live-line-chart";
export type { LiveLineChart, LiveLineChartOptions } from "./live-line-chart";
export type { Surroundings } from "./live-plot";
export { progressBar, withProgress } from "./progress-bar";
export type { ProgressBar, ProgressOptions } from "./progress-bar";
export { sliderChart } from "./slider-chart";
export type { SliderOptions } from "./slider-chart";
export { surfaceWithPath } from "./surface";
export { table } from "./table";
export type { TableColumn, TableOptions } from "./table";
export { trainingDashboard } from "./training-dashboard";
export { smooth, trainingFigure } from "./training-figure";
export type { TrainingFigureOptions } from "./training-figure";
export { writeLive } from "./write-live";
export type { WriteLiveOptions } from "./write-live";
