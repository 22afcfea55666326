"""Pages of consent, registration and errors are told from news, in the languages of the news."""

from __future__ import annotations

import pytest

from morgue.stories.rule import link
from morgue.stories.walls import is_wall
from morgue.stories.words import words_of
from tests.stories.copy import DIGEST_REST, FERRY, article

WALLS = {
    "en": "We use cookies to improve your experience on our website. Please accept our privacy policy or change your settings, and "
    "enable JavaScript in your browser to sign in to your account. Our partners store information on your device for personalised "
    "ads and measurement. You can withdraw your consent at any time. To read this article, register with your email address and a password, or "
    "subscribe for unlimited access. Already a member? Log in.",
    "de": "Mit Ihrer Einwilligung verwenden wir und unsere Partner Cookies auf dieser Webseite, um personenbezogene Daten zu verarbeiten und Werbung zu zeigen. "
    "Sie können die Zustimmung in den Einstellungen widerrufen, siehe Datenschutz. Bitte aktivieren Sie JavaScript im Browser, oder melden Sie sich mit Ihrem Konto und Passwort an.",
    "fr": "Avec votre consentement, nous et nos partenaires utilisons des cookies pour traiter vos données personnelles et afficher de la publicité sur notre site. "
    "Veuillez accepter ou refuser, vous pouvez modifier vos préférences dans la politique de confidentialité. Déjà abonné ? Connexion avec votre mot de passe.",
    "es": "Nosotros y nuestros socios utilizamos cookies para tratar datos personales y mostrar publicidad en nuestro sitio web. Puede aceptar o rechazar en la configuración. "
    "Active JavaScript en su navegador. Para leer el contenido inicie sesión con su cuenta y contraseña o elija una suscripción.",
    "pl": "Klikając przycisk wyrażasz zgodę na przetwarzanie Twoich danych osobowych przez nas i naszych partnerów w celu wyświetlania reklam, zgodnie z polityką prywatności. "
    "Możesz zmienić ustawienia cookies w przeglądarki. Zaloguj się na konto lub wybierz subskrypcję, aby uzyskać dostęp do treści.",
    "ru": "Мы используем cookie и просим вашего согласия на обработку персональных данных на нашем сайте. Измените настройки в браузере или войдите в аккаунт. "
    "Подпишитесь на рассылку бесплатно, чтобы получить доступ к контенту. Пароль и почта нужны для регистрации.",
    "el": "Χρησιμοποιούμε cookies και ζητάμε τη συγκατάθεση σας για την επεξεργασία προσωπικών δεδομένων στην ιστοσελίδα μας. Παρακαλούμε ενεργοποιήστε JavaScript στις ρυθμίσεις. "
    "Σύνδεση με κωδικό στον λογαριασμό σας ή εγγραφή στο newsletter δωρεάν για πρόσβαση στο περιεχόμενο.",
    "tr": "Sitemizde çerezler kullanıyoruz ve kişisel verilerin işlenmesi için onay istiyoruz. Lütfen tercihler ve ayarlar sayfasından kabul veya reddet seçin. "
    "Giriş için şifre ve hesap gerekir, bülten için üye kayıt ücretsiz.",
    "zh": "继续使用本网站即表示您同意我们的隐私政策和使用条款。我们和合作伙伴处理您的个人数据，以便展示个性化广告。您可以在浏览器中更改设置。本文仅供会员阅读，请登录账户或立即订阅。忘记密码请点击这里。",
    "ja": "当サイトではクッキーを使用しています。閲覧を続けると利用規約とプライバシーポリシーに同意したものとみなされます。この記事は会員限定です。登録すると続きをお読みいただけます。すでに会員の方はログインしてください。",
    "ko": "저희와 파트너는 쿠키를 사용하여 기기에 개인 정보를 저장합니다. 이 사이트를 계속 이용하시면 이용약관과 처리방침에 동의하는 것입니다. 유료 회원 전용 기사이니 구독하시거나 계정으로 로그인해 주세요.",
    "th": "เว็บไซต์นี้ใช้คุกกี้เพื่อเก็บข้อมูลส่วนบุคคลของท่าน การใช้งานต่อถือว่าท่านยอมรับนโยบายความเป็นส่วนตัว เนื้อหานี้สำหรับสมาชิก กรุณาเข้าสู่ระบบด้วยบัญชีและรหัสผ่าน หรือสมัครสมาชิกเพื่ออ่านต่อ",
    "hi": "हम और हमारे साझेदार आपके डिवाइस पर कुकीज़ रखते हैं और निजी डेटा से विज्ञापन दिखाते हैं। इस वेबसाइट का उपयोग करके आप हमारी गोपनीयता नीति और शर्तों से सहमत होते हैं। पूरा लेख पढ़ने के लिए सदस्यता लें या अपने खाते में लॉग इन करें।",
    "uk": "Ми використовуємо файли cookie на нашому сайті. Користуючись ним, ви погоджуєтеся з обробкою персональних даних. Матеріал доступний лише передплатникам: оформіть передплату або увійдіть до облікового запису, вказавши пароль і пошту.",
    "id": "Kami dan mitra kami menggunakan cookie dan data pribadi di perangkat Anda untuk iklan. Dengan tetap di situs ini Anda menyetujui kebijakan privasi. Artikel ini untuk pelanggan: silakan masuk ke akun dengan kata sandi atau mulai berlangganan.",
    "fa": "ما و شرکای ما برای تبلیغات از کوکی و داده‌های شخصی شما استفاده می‌کنیم. با ماندن در این سایت شما سیاست حریم خصوصی را می‌پذیرید. این مطلب ویژه مشترکان است، لطفا وارد حساب کاربری شوید یا اشتراک تهیه کنید.",
    "he": "אנחנו והשותפים שלנו משתמשים בעוגיות ובנתונים אישיים לצורך פרסומות. המשך השימוש באתר הוא הסכמה למדיניות הפרטיות ולתנאי השימוש. הכתבה למנויים בלבד, אנא יש להתחבר לחשבון עם סיסמה או לרכוש מנוי.",
}


@pytest.mark.parametrize("language", WALLS)
def test_a_wall_addresses_its_reader(language: str) -> None:
    assert is_wall(words_of(WALLS[language]))


@pytest.mark.parametrize(
    "text",
    [
        FERRY,
        DIGEST_REST,
        "Parliament in Velden passed a law on cookies on Thursday. Companies that track readers without consent will have to pay up to two percent of "
        "turnover, the minister of justice said. Publishers had warned that advertising would fall by a third and that several papers would close.",
        "Der Vorstand sagte am Donnerstag, der Verlag habe mehr Abonnenten als je zuvor gewonnen und wolle im Frühjahr eine Zeitung in Marn kaufen.",
        "",
    ],
)
def test_news_is_no_wall(text: str) -> None:
    assert not is_wall(words_of(text))


@pytest.mark.parametrize("language", WALLS)
def test_a_wall_under_two_headlines_joins_nothing(language: str) -> None:
    wall = WALLS[language]
    one, other = (
        article("Ferry crews end strike in Ossa", wall),
        article("Snow closes the pass of Hollen", wall),
    )
    assert link(one, other) is None
    assert link(one, article("Ferry crews end strike in Ossa", wall)) is not None


def test_a_story_in_front_of_a_wall_is_joined_by_its_own_words() -> None:
    wall, story = WALLS["en"], f"{FERRY}\n\n{DIGEST_REST}"
    one = article("Ferry crews end strike", f"{story}\n\n{wall}")
    assert link(one, article("Islands breathe again", f"{story}\n\n{wall}")) == "long"
    assert link(one, article("Snow closes the pass", f"{DIGEST_REST.upper()[:300]}\n\n{wall}")) is None
