import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.LowerCaseFilter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.Tokenizer;
import org.apache.lucene.analysis.miscellaneous.PerFieldAnalyzerWrapper;
import org.apache.lucene.analysis.snowball.SnowballFilter;
import org.apache.lucene.analysis.standard.StandardTokenizer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.IntField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.FuzzyQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.PhraseQuery;
import org.apache.lucene.search.PrefixQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.search.TopScoreDocCollectorManager;
import org.apache.lucene.search.uhighlight.UnifiedHighlighter;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.Version;
import org.tartarus.snowball.ext.EnglishStemmer;

/** Lucene: headline and body each as stems and as written, a day, places, the stored article. */
final class Peer {
    private static final int LIMIT = 10;
    private static final int NEAR = 5;
    private static final Analyzer STEMS = analyzer(true);
    private static final Analyzer WRITTEN = analyzer(false);
    private static final Analyzer BY_FIELD =
        new PerFieldAnalyzerWrapper(STEMS, Map.of("headline_w", WRITTEN, "body_w", WRITTEN));

    private final IndexSearcher searcher;
    private final UnifiedHighlighter highlighter;

    private Peer(String directory) throws IOException {
        searcher = new IndexSearcher(DirectoryReader.open(FSDirectory.open(Path.of(directory))));
        highlighter = UnifiedHighlighter.builderWithoutSearcher(BY_FIELD).build();
    }

    public static void main(String[] arguments) throws IOException {
        switch (arguments[0]) {
            case "version" -> System.out.println("Lucene " + Version.LATEST + ", Java " + Runtime.version());
            case "index" -> index(Path.of(arguments[1]), Path.of(arguments[2]));
            default -> new Peer(arguments[1]).serve();
        }
    }

    private static Analyzer analyzer(boolean stems) {
        return new Analyzer() {
            @Override
            protected TokenStreamComponents createComponents(String field) {
                Tokenizer source = new StandardTokenizer();
                TokenStream words = new LowerCaseFilter(source);
                return new TokenStreamComponents(source, stems ? new SnowballFilter(words, new EnglishStemmer()) : words);
            }
        };
    }

    private static void index(Path feeds, Path directory) throws IOException {
        IndexWriterConfig config = new IndexWriterConfig(BY_FIELD).setRAMBufferSizeMB(96);
        try (IndexWriter writer = new IndexWriter(FSDirectory.open(directory), config)) {
            Stories.all(feeds, story -> {
                Document document = new Document();
                document.add(new TextField("headline", story.headline(), Field.Store.NO));
                document.add(new TextField("headline_w", story.headline(), Field.Store.NO));
                document.add(new TextField("body", story.body(), Field.Store.NO));
                document.add(new TextField("body_w", story.body(), Field.Store.NO));
                document.add(new StringField("id", story.id(), Field.Store.NO));
                story.places().forEach(place -> document.add(new StringField("place", place, Field.Store.NO)));
                document.add(new IntField("day", story.day(), Field.Store.NO));
                document.add(new StoredField("text", story.body()));
                document.add(new StoredField("stored", story.stored()));
                try {
                    writer.addDocument(document);
                } catch (IOException error) {
                    throw new UncheckedIOException(error);
                }
            });
            writer.commit();
        }
    }

    private void serve() throws IOException {
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            String[] ask = line.split("\t", -1);
            long began = System.nanoTime();
            String reply = answer(ask);
            double took = (System.nanoTime() - began) / 1000.0;
            System.out.printf(Locale.ROOT, "%.1f\t%s%n", took, reply);
            System.out.flush();
        }
    }

    private String answer(String[] ask) throws IOException {
        Query query = query(ask);
        TopDocs found = searcher.search(query, new TopScoreDocCollectorManager(LIMIT, Integer.MAX_VALUE));
        StoredFields stored = searcher.storedFields();
        boolean written = ask[0].startsWith("phrase") || ask[0].equals("prefix") || ask[0].equals("fuzzy");
        String field = written ? "body_w" : "body";
        int marked = 0;
        for (ScoreDoc hit : found.scoreDocs) {
            Document document = stored.document(hit.doc);
            document.get("stored");
            Object snippet = highlighter.highlightWithoutSearcher(field, query, document.get("text"), 2);
            marked += snippet == null ? 0 : snippet.toString().split("<b>", -1).length - 1;
        }
        return found.totalHits.value + "\t" + found.scoreDocs.length + "\t" + marked;
    }

    private static Query query(String[] ask) throws IOException {
        String[] words = ask[1].split(" ");
        BooleanQuery.Builder made = new BooleanQuery.Builder();
        switch (ask[0]) {
            case "and" -> made.add(either(words[0]), Occur.MUST).add(either(words[1]), Occur.MUST);
            case "or" -> made.add(either(words[0]), Occur.SHOULD).add(either(words[1]), Occur.SHOULD);
            case "not" -> made.add(either(words[0]), Occur.MUST).add(either(words[1]), Occur.MUST_NOT);
            case "date" -> made.add(either(words[0]), Occur.MUST)
                .add(IntField.newRangeQuery("day", Integer.parseInt(ask[2]), Integer.parseInt(ask[3])), Occur.FILTER);
            case "place" -> made.add(either(words[0]), Occur.MUST)
                .add(new TermQuery(new Term("place", ask[4])), Occur.FILTER);
            case "headline" -> made.add(new TermQuery(new Term("headline", stem(words[0]))), Occur.SHOULD);
            case "near" -> both(made, field -> new PhraseQuery(NEAR, field, stem(words[0]), stem(words[1])), "");
            case "phrase2", "phrase3" -> both(made, field -> new PhraseQuery(0, field, words), "_w");
            case "prefix" -> both(made, field -> new PrefixQuery(new Term(field, words[0])), "_w");
            case "fuzzy" -> both(made, field -> new FuzzyQuery(new Term(field, words[0]), 1), "_w");
            default -> made.add(either(words[0]), Occur.SHOULD);
        }
        return made.build();
    }

    private interface OfField {
        Query in(String field) throws IOException;
    }

    private static void both(BooleanQuery.Builder made, OfField query, String suffix) throws IOException {
        made.add(query.in("headline" + suffix), Occur.SHOULD).add(query.in("body" + suffix), Occur.SHOULD);
    }

    private static Query either(String word) throws IOException {
        BooleanQuery.Builder made = new BooleanQuery.Builder();
        both(made, field -> new TermQuery(new Term(field, stem(word))), "");
        return made.build();
    }

    private static String stem(String word) throws IOException {
        try (TokenStream tokens = STEMS.tokenStream("body", word)) {
            CharTermAttribute term = tokens.addAttribute(CharTermAttribute.class);
            tokens.reset();
            tokens.incrementToken();
            String stem = term.toString();
            tokens.end();
            return stem;
        }
    }
}
