"""Staff add products themselves: a name is there once, however it is capitalised."""

from django.db import migrations, models
from django.db.models.functions import Lower


class Migration(migrations.Migration):
    dependencies = [("products", "0001_create_products")]

    operations = [
        migrations.AddField(
            model_name="product",
            name="once",
            field=models.UUIDField(null=True, unique=True),
        ),
        migrations.AddConstraint(
            model_name="product",
            constraint=models.UniqueConstraint(Lower("name"), name="product_named_once"),
        ),
    ]
