"""Harvest offers, and who sells."""

import datetime

import django.contrib.gis.db.models.fields
import django.db.models.deletion
import django.db.models.functions.comparison
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

import cityops.features.secrets
from cityops.features.operations import locate_features


class Migration(migrations.Migration):
    """The database says in which desa an offer lies; strangers see the desa's own point."""

    dependencies = [
        ("agencies", "0001_initial"),
        ("areas", "0002_names"),
        ("farming", "0003_totals"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="HarvestOffer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(editable=False, max_length=14, unique=True)),
                ("geom", django.contrib.gis.db.models.fields.GeometryField(srid=4326)),
                (
                    "public_geom",
                    django.contrib.gis.db.models.fields.GeometryField(editable=False, null=True, srid=4326),
                ),
                (
                    "tile_geom",
                    django.contrib.gis.db.models.fields.PointField(
                        editable=False, null=True, spatial_index=False, srid=3857
                    ),
                ),
                (
                    "public_tile_geom",
                    django.contrib.gis.db.models.fields.PointField(
                        editable=False, null=True, spatial_index=False, srid=3857
                    ),
                ),
                (
                    "m",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Func(
                            models.F("tile_geom"),
                            function="features_morton",
                            output_field=models.BigIntegerField(null=True),
                        ),
                        output_field=models.BigIntegerField(null=True),
                    ),
                ),
                (
                    "public_m",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Case(
                            models.When(
                                is_public=True,
                                then=models.Func(
                                    models.F("public_tile_geom"),
                                    function="features_morton",
                                    output_field=models.BigIntegerField(null=True),
                                ),
                            )
                        ),
                        output_field=models.BigIntegerField(null=True),
                    ),
                ),
                ("lost_area", models.BooleanField(db_default=False, default=False, editable=False)),
                ("created_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("updated_at", models.DateTimeField(auto_now=True)),
                (
                    "public_precision",
                    models.CharField(
                        choices=[("exact", "Exact"), ("snapped", "Snapped"), ("area", "Area")],
                        db_default="area",
                        default="area",
                        max_length=8,
                    ),
                ),
                ("is_public", models.BooleanField(db_default=False, default=False, editable=False)),
                (
                    "commodity",
                    models.CharField(
                        choices=[
                            ("padi", "Rice"),
                            ("jagung", "Maize"),
                            ("kedelai", "Soybean"),
                            ("ubi-kayu", "Cassava"),
                            ("cabai", "Chilli"),
                            ("bawang-merah", "Shallot"),
                            ("bawang-putih", "Garlic"),
                            ("tebu", "Sugar cane"),
                            ("kakao", "Cocoa"),
                            ("kopi", "Coffee"),
                            ("apel", "Apple"),
                            ("jeruk", "Orange"),
                            ("kentang", "Potato"),
                            ("wortel", "Carrot"),
                            ("kubis", "Cabbage"),
                            ("brokoli", "Broccoli"),
                            ("tomat", "Tomato"),
                            ("bawang-prei", "Leek"),
                            ("stroberi", "Strawberry"),
                            ("bunga", "Cut flowers"),
                            ("lain", "Something else"),
                        ],
                        max_length=16,
                    ),
                ),
                ("variety", models.CharField(blank=True, max_length=60)),
                ("amount", models.DecimalField(decimal_places=2, max_digits=9)),
                (
                    "unit",
                    models.CharField(
                        choices=[
                            ("kg", "kg"),
                            ("kuintal", "quintal"),
                            ("ton", "tonne"),
                            ("ikat", "bunch"),
                            ("buah", "piece"),
                        ],
                        default="kg",
                        max_length=8,
                    ),
                ),
                (
                    "grade",
                    models.CharField(
                        blank=True,
                        choices=[("a", "Grade A"), ("b", "Grade B"), ("c", "Grade C"), ("mixed", "Mixed, ungraded")],
                        max_length=8,
                    ),
                ),
                ("quality", models.CharField(blank=True, max_length=160)),
                ("ready_week", models.DateField()),
                ("ends_on", models.DateField()),
                ("price", models.PositiveIntegerField(blank=True, null=True)),
                ("price_at", models.DateTimeField(null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("held", "Waits to be checked"),
                            ("offered", "Offered"),
                            ("sold", "Sold"),
                            ("ended", "Ended"),
                            ("withdrawn", "Withdrawn"),
                            ("hidden", "Hidden"),
                        ],
                        default="held",
                        max_length=12,
                    ),
                ),
                ("due_at", models.DateTimeField(null=True)),
                ("hidden_reason", models.CharField(blank=True, max_length=300)),
                ("closed_at", models.DateTimeField(null=True)),
                ("version", models.PositiveIntegerField(db_default=1, default=1)),
                ("secret_salt", models.CharField(default=cityops.features.secrets.new_salt, max_length=16)),
                ("submission_key", models.UUIDField(null=True, unique=True)),
                ("address_hash", models.CharField(blank=True, max_length=32)),
                (
                    "agency",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="offers",
                        to="agencies.agency",
                    ),
                ),
                (
                    "area",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="areas.area",
                    ),
                ),
                (
                    "entered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": [
                    django.db.models.functions.comparison.Coalesce(
                        "due_at",
                        models.Value(datetime.datetime(9999, 1, 1, 0, 0, tzinfo=datetime.UTC)),
                        output_field=models.DateTimeField(),
                    ),
                    "id",
                ],
            },
        ),
        migrations.CreateModel(
            name="OfferSeller",
            fields=[
                (
                    "offer",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="seller",
                        serialize=False,
                        to="farming.harvestoffer",
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                ("phone", models.CharField(max_length=30)),
                ("is_shown", models.BooleanField(db_default=False, default=False)),
                ("consent", models.CharField(blank=True, max_length=300)),
            ],
        ),
        migrations.AddIndex(
            model_name="harvestoffer",
            index=models.Index(
                django.db.models.functions.comparison.Coalesce(
                    "due_at",
                    models.Value(datetime.datetime(9999, 1, 1, 0, 0, tzinfo=datetime.UTC)),
                    output_field=models.DateTimeField(),
                ),
                models.F("id"),
                name="offers_in_order",
            ),
        ),
        migrations.AddIndex(
            model_name="harvestoffer",
            index=models.Index(
                models.OrderBy(models.F("price_at"), descending=True, nulls_last=True),
                models.OrderBy(models.F("id"), descending=True),
                condition=models.Q(("is_public", True)),
                name="offers_fresh",
            ),
        ),
        migrations.AddIndex(
            model_name="harvestoffer",
            index=models.Index(
                condition=models.Q(("is_public", True)), fields=["commodity", "area"], name="offers_by_commodity"
            ),
        ),
        migrations.AddIndex(
            model_name="harvestoffer",
            index=models.Index(
                condition=models.Q(("address_hash", ""), _negated=True),
                fields=["address_hash", "created_at"],
                name="offers_of_an_address",
            ),
        ),
        migrations.AddConstraint(
            model_name="harvestoffer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("is_public", True), ("state", "offered")),
                    models.Q(models.Q(("state", "offered"), _negated=True), ("is_public", False)),
                    _connector="OR",
                ),
                name="what_is_offered_is_public_and_nothing_else",
            ),
        ),
        migrations.AddConstraint(
            model_name="harvestoffer",
            constraint=models.CheckConstraint(
                condition=models.Q(("public_precision", "area")), name="an_offers_place_is_its_desa"
            ),
        ),
        migrations.AddConstraint(
            model_name="harvestoffer",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["held", "offered", "sold", "ended", "withdrawn", "hidden"])),
                name="offer_state_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="harvestoffer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "commodity__in",
                        [
                            "padi",
                            "jagung",
                            "kedelai",
                            "ubi-kayu",
                            "cabai",
                            "bawang-merah",
                            "bawang-putih",
                            "tebu",
                            "kakao",
                            "kopi",
                            "apel",
                            "jeruk",
                            "kentang",
                            "wortel",
                            "kubis",
                            "brokoli",
                            "tomat",
                            "bawang-prei",
                            "stroberi",
                            "bunga",
                            "lain",
                        ],
                    )
                ),
                name="offer_commodity_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="harvestoffer",
            constraint=models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="an_offer_has_an_amount"),
        ),
        migrations.AddConstraint(
            model_name="harvestoffer",
            constraint=models.CheckConstraint(
                condition=models.Q(("ready_week__iso_week_day", 1)), name="a_ready_week_is_its_monday"
            ),
        ),
        migrations.AddConstraint(
            model_name="harvestoffer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("price", None), ("price_at", None)),
                    models.Q(("price__gt", 0), ("price_at__isnull", False)),
                    _connector="OR",
                ),
                name="a_price_has_its_date",
            ),
        ),
        locate_features("farming_harvestoffer"),
    ]
