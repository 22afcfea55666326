import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** The least that reads the benchmark's feeds, as bench/peers/minimal.py does it. */
final class Stories {
    /** A story; day is YYYYMMDD or 0, places are lower-case. */
    record Story(String id, String headline, String body, int day, List<String> places) {
        String stored() {
            String listed = places.stream().map(Stories::quoted).collect(Collectors.joining(","));
            return "{\"id\":" + quoted(id) + ",\"headline\":" + quoted(headline) + ",\"body\":" + quoted(body)
                + ",\"day\":" + day + ",\"places\":[" + listed + "]}";
        }
    }

    private static final String MONTHS = "JANFEBMARAPRMAYJUNJULAUGSEPOCTNOVDEC";
    private static final Pattern REUTERS = whole("<REUTERS [^>]*?NEWID=\"(\\d+)\".*?</REUTERS>");
    private static final Pattern DATE = whole("<DATE>\\s*(\\d+)-([A-Z]{3})-(\\d{4})");
    private static final Pattern PLACES = whole("<PLACES>(.*?)</PLACES>");
    private static final Pattern D = whole("<D>(.*?)</D>");
    private static final Pattern TITLE = whole("<TITLE>(.*?)</TITLE>");
    private static final Pattern DATELINE = whole("<DATELINE>(.*?)</DATELINE>");
    private static final Pattern BODY = whole("<BODY>(.*?)</BODY>");
    private static final Pattern TEXT = whole("<TEXT[^>]*>(.*?)</TEXT>");
    private static final Pattern ITEM = whole("<item>(.*?)</item>");
    private static final Pattern PARAGRAPH = whole("<p>(.*?)</p>");
    private static final Pattern TAG = whole("<[^>]+>");
    private static final Pattern KEY = whole("\"(\\w+)\": \"((?:[^\"\\\\]|\\\\.)*+)\"");
    private static final Pattern DESCRIPTION = whole("<description>(.*?)</description>");
    private static final Pattern PUBLISHED = whole("<pubDate>\\w+, (\\d+) (\\w{3}) (\\d{4})");
    private static final Pattern GUID = whole("<guid[^>]*>(.*?)</guid>");
    private static final Pattern ITEM_TITLE = whole("<title>(.*?)</title>");
    private static final Pattern NORM = whole("<date\\.issue norm=\"(\\d{8})");
    private static final Pattern NITF_DATELINE = whole("<dateline>(.*?)</dateline>");
    private static final Pattern HEADLINE = whole("<hl1>(.*?)</hl1>");
    private static final Pattern NITF_ID = whole("id-string=\"([^\"]+)\"");
    private static final DateTimeFormatter WRITTEN = DateTimeFormatter.ofPattern("MMMM d, yyyy", Locale.ENGLISH);

    private Stories() {}

    private static Pattern whole(String pattern) {
        return Pattern.compile(pattern, Pattern.DOTALL);
    }

    static void all(Path directory, Consumer<Story> take) throws IOException {
        List<Path> files;
        try (Stream<Path> walk = Files.walk(directory.toRealPath())) {
            files = walk.filter(Files::isRegularFile).sorted().toList();
        }
        for (Path file : files) {
            read(file, take);
        }
    }

    private static void read(Path path, Consumer<Story> take) throws IOException {
        String name = path.getFileName().toString();
        if (name.endsWith(".zip")) {
            zipped(path, take);
            return;
        }
        Charset charset = name.endsWith(".sgm") ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8;
        String text = Files.readString(path, charset);
        if (name.endsWith(".sgm")) {
            reuters(text, take);
        } else if (name.endsWith(".jsonl")) {
            text.lines().forEach(line -> take.accept(json(line)));
        } else {
            rss(text, take);
        }
    }

    private static void zipped(Path path, Consumer<Story> take) throws IOException {
        try (ZipFile zip = new ZipFile(path.toFile())) {
            for (Enumeration<? extends ZipEntry> entries = zip.entries(); entries.hasMoreElements();) {
                ZipEntry entry = entries.nextElement();
                String text = new String(zip.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8);
                take.accept(entry.getName().endsWith(".xml") ? nitf(text) : plain(text, entry.getName()));
            }
        }
    }

    private static String first(Pattern pattern, String text) {
        Matcher found = pattern.matcher(text);
        return found.find() ? unescaped(found.group(1)) : "";
    }

    private static List<String> every(Pattern pattern, String text) {
        List<String> all = new ArrayList<>();
        for (Matcher found = pattern.matcher(text); found.find();) {
            all.add(found.group(1));
        }
        return all;
    }

    private static String unescaped(String text) {
        return text.indexOf('&') < 0 ? text
            : text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&");
    }

    private static int month(String name) {
        return MONTHS.indexOf(name.toUpperCase(Locale.ROOT)) / 3 + 1;
    }

    private static void reuters(String text, Consumer<Story> take) {
        for (Matcher found = REUTERS.matcher(text); found.find();) {
            String story = found.group();
            Matcher date = DATE.matcher(story);
            int day = date.find()
                ? Integer.parseInt(date.group(3)) * 10000 + month(date.group(2)) * 100 + Integer.parseInt(date.group(1))
                : 0;
            String headline = first(TITLE, story);
            String body = first(BODY, story);
            if (body.isEmpty() && headline.isEmpty()) {
                body = first(TEXT, story);
            }
            Matcher places = PLACES.matcher(story);
            List<String> named = places.find() ? every(D, places.group(1)) : List.of();
            take.accept(new Story(found.group(1), headline, first(DATELINE, story) + body, day, named));
        }
    }

    private static Story json(String line) {
        String id = "", headline = "", body = "", date = "0000-00-00", place = "";
        for (Matcher found = KEY.matcher(line); found.find();) {
            String value = found.group(2);
            switch (found.group(1)) {
                case "id" -> id = value;
                case "headline" -> headline = value.translateEscapes();
                case "body" -> body = value.translateEscapes();
                case "date" -> date = value;
                case "location" -> place = value.toLowerCase(Locale.ROOT);
                default -> { }
            }
        }
        return new Story(id, headline, body, Integer.parseInt(date.substring(0, 10).replace("-", "")), List.of(place));
    }

    private static void rss(String text, Consumer<Story> take) {
        for (String item : every(ITEM, text)) {
            String body = String.join("\n\n", every(PARAGRAPH, unescaped(first(DESCRIPTION, item))));
            Matcher date = PUBLISHED.matcher(item);
            int day = date.find()
                ? Integer.parseInt(date.group(3)) * 10000 + month(date.group(2)) * 100 + Integer.parseInt(date.group(1))
                : 0;
            take.accept(new Story(first(GUID, item), first(ITEM_TITLE, item), body, day, List.of(place(body))));
        }
    }

    private static Story nitf(String text) {
        String dateline = TAG.matcher(first(NITF_DATELINE, text)).replaceAll("");
        String body = dateline + " " + String.join("\n\n", every(PARAGRAPH, text).stream().map(Stories::unescaped).toList());
        int day = Integer.parseInt("0" + first(NORM, text));
        return new Story(first(NITF_ID, text), first(HEADLINE, text), body, day, List.of(place(dateline)));
    }

    private static Story plain(String text, String name) {
        String[] parts = text.split("\n\n", 3);
        LocalDate date = LocalDate.parse(parts[1], WRITTEN);
        int day = date.getYear() * 10000 + date.getMonthValue() * 100 + date.getDayOfMonth();
        return new Story(name, parts[0], parts[2], day, List.of(place(parts[2])));
    }

    private static String place(String text) {
        int comma = text.indexOf(',');
        return (comma < 0 ? text : text.substring(0, comma)).toLowerCase(Locale.ROOT);
    }

    private static String quoted(String text) {
        StringBuilder made = new StringBuilder(text.length() + 16).append('"');
        for (int at = 0; at < text.length(); at++) {
            char each = text.charAt(at);
            if (each == '"' || each == '\\') {
                made.append('\\').append(each);
            } else if (each < ' ') {
                made.append(String.format("\\u%04x", (int) each));
            } else {
                made.append(each);
            }
        }
        return made.append('"').toString();
    }
}
