import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.Map;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.CharArraySet;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.ar.ArabicAnalyzer;
import org.apache.lucene.analysis.bg.BulgarianAnalyzer;
import org.apache.lucene.analysis.bn.BengaliAnalyzer;
import org.apache.lucene.analysis.ca.CatalanAnalyzer;
import org.apache.lucene.analysis.cz.CzechAnalyzer;
import org.apache.lucene.analysis.da.DanishAnalyzer;
import org.apache.lucene.analysis.de.GermanAnalyzer;
import org.apache.lucene.analysis.el.GreekAnalyzer;
import org.apache.lucene.analysis.es.SpanishAnalyzer;
import org.apache.lucene.analysis.et.EstonianAnalyzer;
import org.apache.lucene.analysis.eu.BasqueAnalyzer;
import org.apache.lucene.analysis.fa.PersianAnalyzer;
import org.apache.lucene.analysis.fi.FinnishAnalyzer;
import org.apache.lucene.analysis.fr.FrenchAnalyzer;
import org.apache.lucene.analysis.ga.IrishAnalyzer;
import org.apache.lucene.analysis.hi.HindiAnalyzer;
import org.apache.lucene.analysis.hu.HungarianAnalyzer;
import org.apache.lucene.analysis.hy.ArmenianAnalyzer;
import org.apache.lucene.analysis.id.IndonesianAnalyzer;
import org.apache.lucene.analysis.it.ItalianAnalyzer;
import org.apache.lucene.analysis.lt.LithuanianAnalyzer;
import org.apache.lucene.analysis.lv.LatvianAnalyzer;
import org.apache.lucene.analysis.ne.NepaliAnalyzer;
import org.apache.lucene.analysis.nl.DutchAnalyzer;
import org.apache.lucene.analysis.no.NorwegianAnalyzer;
import org.apache.lucene.analysis.pl.PolishAnalyzer;
import org.apache.lucene.analysis.pt.PortugueseAnalyzer;
import org.apache.lucene.analysis.ro.RomanianAnalyzer;
import org.apache.lucene.analysis.ru.RussianAnalyzer;
import org.apache.lucene.analysis.sr.SerbianAnalyzer;
import org.apache.lucene.analysis.sv.SwedishAnalyzer;
import org.apache.lucene.analysis.ta.TamilAnalyzer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.analysis.tr.TurkishAnalyzer;
import org.apache.lucene.analysis.uk.UkrainianMorfologikAnalyzer;

/**
 * Prints, for each word of standard input, what Lucene's analyzer of a language makes of it: terms with spaces between.
 *
 * <p>The argument is the code of the language; no argument lists the codes. Stop words are stemmed like any word.
 */
final class Stems {
    private static final Map<String, Function<CharArraySet, Analyzer>> ANALYZERS = Map.ofEntries(
        Map.entry("ar", ArabicAnalyzer::new), Map.entry("bg", BulgarianAnalyzer::new),
        Map.entry("bn", BengaliAnalyzer::new), Map.entry("ca", CatalanAnalyzer::new),
        Map.entry("cs", CzechAnalyzer::new), Map.entry("da", DanishAnalyzer::new),
        Map.entry("de", GermanAnalyzer::new), Map.entry("el", GreekAnalyzer::new),
        Map.entry("es", SpanishAnalyzer::new), Map.entry("et", EstonianAnalyzer::new),
        Map.entry("eu", BasqueAnalyzer::new), Map.entry("fa", PersianAnalyzer::new),
        Map.entry("fi", FinnishAnalyzer::new), Map.entry("fr", FrenchAnalyzer::new),
        Map.entry("ga", IrishAnalyzer::new), Map.entry("hi", HindiAnalyzer::new),
        Map.entry("hu", HungarianAnalyzer::new), Map.entry("hy", ArmenianAnalyzer::new),
        Map.entry("id", IndonesianAnalyzer::new), Map.entry("it", ItalianAnalyzer::new),
        Map.entry("lt", LithuanianAnalyzer::new), Map.entry("lv", LatvianAnalyzer::new),
        Map.entry("ne", NepaliAnalyzer::new), Map.entry("nl", DutchAnalyzer::new),
        Map.entry("nb", NorwegianAnalyzer::new), Map.entry("pl", PolishAnalyzer::new),
        Map.entry("pt", PortugueseAnalyzer::new), Map.entry("ro", RomanianAnalyzer::new),
        Map.entry("ru", RussianAnalyzer::new), Map.entry("sr", SerbianAnalyzer::new),
        Map.entry("sv", SwedishAnalyzer::new), Map.entry("ta", TamilAnalyzer::new),
        Map.entry("tr", TurkishAnalyzer::new), Map.entry("uk", UkrainianMorfologikAnalyzer::new));

    private Stems() {}

    public static void main(String[] arguments) throws IOException {
        PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
        if (arguments.length == 0) {
            ANALYZERS.keySet().stream().sorted().forEach(out::println);
        } else {
            print(ANALYZERS.get(arguments[0]).apply(CharArraySet.EMPTY_SET), out);
        }
        out.flush();
    }

    private static void print(Analyzer analyzer, PrintStream out) throws IOException {
        BufferedReader words = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String word = words.readLine(); word != null; word = words.readLine()) {
            out.println(String.join(" ", terms(analyzer, word)));
        }
    }

    private static List<String> terms(Analyzer analyzer, String word) throws IOException {
        List<String> found = new ArrayList<>();
        try (TokenStream stream = analyzer.tokenStream("word", word)) {
            CharTermAttribute term = stream.addAttribute(CharTermAttribute.class);
            stream.reset();
            while (stream.incrementToken()) {
                found.add(term.toString());
            }
            stream.end();
        }
        return found;
    }
}
