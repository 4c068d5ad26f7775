package dl.bench;

import java.awt.Color;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/// Draws the curves of how cost grows: `Growth POINTS.tsv PICTURE.png`; lines of curve, unit, who, size, value.
public final class Growth {
    private Growth() {}

    public static void main(String[] args) throws IOException {
        Map<String, Map<String, List<double[]>>> curves = new LinkedHashMap<>();
        Map<String, String> units = new LinkedHashMap<>();
        for (String line : Files.readAllLines(Path.of(args[0]))) {
            String[] cells = line.split("\t");
            units.put(cells[0], cells[1]);
            curves.computeIfAbsent(cells[0], name -> new LinkedHashMap<>())
                    .computeIfAbsent(cells[2], who -> new ArrayList<>())
                    .add(new double[] {Double.parseDouble(cells[3]), Double.parseDouble(cells[4])});
        }
        List<XYChart> charts = new ArrayList<>();
        curves.forEach((name, peers) -> charts.add(chart(name, units.get(name), peers)));
        String target = args[1].endsWith(".png") ? args[1].substring(0, args[1].length() - 4) : args[1];
        BitmapEncoder.saveBitmap(charts, charts.size(), 1, target, BitmapEncoder.BitmapFormat.PNG);
    }

    private static XYChart chart(String name, String unit, Map<String, List<double[]>> peers) {
        XYChart chart = new XYChartBuilder().width(560).height(360).title(name).xAxisTitle("n").yAxisTitle(unit).build();
        Styler styler = chart.getStyler();
        chart.getStyler().setXAxisLogarithmic(true);
        chart.getStyler().setYAxisLogarithmic(true);
        styler.setLegendPosition(unit.equals("GFLOP/s") ? Styler.LegendPosition.InsideSE : Styler.LegendPosition.InsideNE);
        styler.setChartBackgroundColor(Color.WHITE);
        peers.forEach((who, points) -> chart.addSeries(
                        who,
                        points.stream().mapToDouble(point -> point[0]).toArray(),
                        points.stream().mapToDouble(point -> point[1]).toArray())
                .setMarker(SeriesMarkers.CIRCLE));
        return chart;
    }
}
