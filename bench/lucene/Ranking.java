import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.similarities.BM25Similarity;
import org.apache.lucene.store.ByteBuffersDirectory;

/**
 * Ranks by Lucene: one field, its EnglishAnalyzer (Porter's stems, without its 33 stop words), BM25.
 *
 * <p>Arguments: DOCUMENTS (one a line), QUERIES (OR or AND, a tab, words), DEPTH, k1, b. Prints the numbers of the first
 * documents of each query, best first, a line a query.
 */
final class Ranking {
    private static final Analyzer ENGLISH = new EnglishAnalyzer();

    private Ranking() {}

    public static void main(String[] arguments) throws IOException {
        ByteBuffersDirectory directory = new ByteBuffersDirectory();
        try (IndexWriter writer = new IndexWriter(directory, new IndexWriterConfig(ENGLISH))) {
            for (String line : Files.readAllLines(Path.of(arguments[0]), StandardCharsets.UTF_8)) {
                Document document = new Document();
                document.add(new TextField("text", line, Field.Store.NO));
                writer.addDocument(document);
            }
            writer.forceMerge(1);
        }
        IndexSearcher searcher = new IndexSearcher(DirectoryReader.open(directory));
        searcher.setSimilarity(new BM25Similarity(Float.parseFloat(arguments[3]), Float.parseFloat(arguments[4])));
        PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
        List<String> queries = Files.readAllLines(Path.of(arguments[1]), StandardCharsets.UTF_8);
        for (String line : queries) {
            String[] parts = line.split("\t", 2);
            ScoreDoc[] found = searcher.search(query(parts[0], parts[1]), Integer.parseInt(arguments[2])).scoreDocs;
            StringBuilder numbers = new StringBuilder();
            for (ScoreDoc hit : found) {
                numbers.append(hit.doc).append(' ');
            }
            out.println(numbers);
        }
        out.flush();
    }

    private static BooleanQuery query(String join, String words) throws IOException {
        Occur occur = join.equals("AND") ? Occur.MUST : Occur.SHOULD;
        BooleanQuery.Builder made = new BooleanQuery.Builder();
        try (TokenStream tokens = ENGLISH.tokenStream("text", words)) {
            CharTermAttribute term = tokens.addAttribute(CharTermAttribute.class);
            tokens.reset();
            while (tokens.incrementToken()) {
                made.add(new TermQuery(new Term("text", term.toString())), occur);
            }
            tokens.end();
        }
        return made.build();
    }
}
