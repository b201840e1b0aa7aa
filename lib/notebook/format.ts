/**
 * Formats a number with four significant digits and thousands separators; NaN
 * and Infinity as these words.
 */
export function formatNumber(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  if (Number.isInteger(value) || Math.abs(value) >= 1000)
    return Math.round(value).toLocaleString("en-US");
  return Math.abs(value) < 1e-3 ? value.toExponential(2) : value.toPrecision(4);
}

/**
 * Formats a time span, such as "0.4 s", "12 s", "3 min 20 s", "1 h 5 min"; NaN
 * and Infinity as these words.
 */
export function formatDuration(elapsedMs: number): string {
  if (!Number.isFinite(elapsedMs)) return String(elapsedMs);
  const seconds = elapsedMs / 1000;
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`; // 9.95 rounds to 10.0
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return `${minutes} min ${whole % 60} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
