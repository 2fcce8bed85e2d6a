"""What grows in the city's fields. The first ten are those that subsidised fertiliser is for."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Commodity(TextChoices):
    """A crop (komoditas). Codes are the farmers' own words; the first ten after Permentan 15/2025."""

    PADI = "padi", _("Rice")
    JAGUNG = "jagung", _("Maize")
    KEDELAI = "kedelai", _("Soybean")
    UBI_KAYU = "ubi-kayu", _("Cassava")
    CABAI = "cabai", _("Chilli")
    BAWANG_MERAH = "bawang-merah", _("Shallot")
    BAWANG_PUTIH = "bawang-putih", _("Garlic")
    TEBU = "tebu", _("Sugar cane")
    KAKAO = "kakao", _("Cocoa")
    KOPI = "kopi", _("Coffee")
    APEL = "apel", _("Apple")
    JERUK = "jeruk", _("Orange")
    KENTANG = "kentang", _("Potato")
    WORTEL = "wortel", _("Carrot")
    KUBIS = "kubis", _("Cabbage")
    BROKOLI = "brokoli", _("Broccoli")
    TOMAT = "tomat", _("Tomato")
    BAWANG_PREI = "bawang-prei", _("Leek")
    STROBERI = "stroberi", _("Strawberry")
    BUNGA = "bunga", _("Cut flowers")
    LAIN = "lain", _("Something else")
