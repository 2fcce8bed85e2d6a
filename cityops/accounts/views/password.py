"""Changing one's own password."""

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from cityops.accounts.actions import change_password
from cityops.accounts.guards import proven_only, signed_in, signed_in_only
from cityops.accounts.new_password import NewPasswordForm
from cityops.accounts.proof import PASSWORD, REFUSALS, prove
from cityops.accounts.views.security import this_session
from cityops.errors import CityError


@signed_in_only
@proven_only
def change(request: HttpRequest) -> HttpResponse:
    """Ask for the present password and twice for the new one; other sessions end.

    Whoever has learnt the password only must not take the account over by it.
    """
    user = signed_in(request)
    form = NewPasswordForm(user, request.POST or None)
    fault: CityError | None = None
    if request.method == "POST" and form.is_valid():
        try:
            prove(request, user, PASSWORD)
        except REFUSALS as refused:
            fault = refused
        else:
            change_password(actor=user, password=form.cleaned_data["new_password1"], keep=this_session(request))
            update_session_auth_hash(request, user)
            messages.success(request, _("The password is changed. Your other sessions have ended."))
            return redirect("accounts:security")
    status = 422 if fault or form.errors else 200
    return render(request, "accounts/password.html", {"form": form, "fault": fault}, status=status)
