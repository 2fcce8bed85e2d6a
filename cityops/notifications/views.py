"""Mail about the work over HTTP: chosen by whoever is signed in, stopped by whoever has the link of a mail."""

from typing import cast

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from cityops.accounts.models import User
from cityops.agencies.staff import staff_only
from cityops.notifications.mailing import choose_mailing, mailing_of, user_of
from cityops.notifications.models import Mailing


class MailForm(forms.Form):
    """When to write."""

    mailing = forms.ChoiceField(
        label=gettext_lazy("When shall we write to you?"), choices=Mailing.choices, widget=forms.RadioSelect
    )


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def mail_settings(request: HttpRequest) -> HttpResponse:
    """Show what is chosen, or keep what is."""
    user = cast(User, request.user)
    form = MailForm(request.POST or None, initial={"mailing": mailing_of(user)}, label_suffix="")
    if request.method == "POST" and form.is_valid():
        choose_mailing(actor=user, mailing=Mailing(form.cleaned_data["mailing"]))
        messages.success(request, _("Kept. You can change it here at any time."))
        return redirect("notifications:mail_settings")
    return render(request, "notifications/settings.html", {"form": form}, status=422 if form.errors else 200)


@csrf_exempt  # a mail program sends it for its reader (RFC 8058); the signed link is the proof, and it stops mail only
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """Ask whether the mail shall stop, and stop it by POST: a program that only looks at links stops nothing."""
    user = user_of(token)
    is_done = request.method == "POST"
    if is_done:
        choose_mailing(actor=user, mailing=Mailing.NONE)
    response = render(request, "notifications/unsubscribe.html", {"is_done": is_done})
    response["X-Robots-Tag"] = "noindex"
    return response
