"""Addresses of sign-in, sign-out and one's own account."""

from django.urls import path

from cityops.accounts.views import password, second_step, security, set_up, sign_in

app_name = "accounts"
urlpatterns = [
    path("masuk/", sign_in.SignIn.as_view(), name="sign_in"),
    path("masuk/kunci-sandi/mulai/", sign_in.begin_with_passkey, name="begin_with_passkey"),
    path("masuk/kunci-sandi/", sign_in.sign_in_with_passkey, name="sign_in_with_passkey"),
    path("masuk/langkah-kedua/", second_step.second_step, name="second_step"),
    path("masuk/langkah-kedua/mulai/", second_step.begin_second_step_passkey, name="begin_second_step_passkey"),
    path("keluar/", sign_in.SignOut.as_view(), name="sign_out"),
    path("akun/keamanan/", security.security, name="security"),
    path("akun/keamanan/wajib/", security.wanted, name="wanted"),
    path("akun/keamanan/ini-saya/", security.confirm_it_is_you, name="confirm"),
    path("akun/keamanan/ini-saya/mulai/", security.begin_proof_passkey, name="begin_proof_passkey"),
    path("akun/keamanan/aplikasi/", set_up.code_app, name="code_app"),
    path("akun/keamanan/aplikasi/hapus/", set_up.remove_app, name="remove_app"),
    path("akun/keamanan/kunci-sandi/", set_up.passkey, name="passkey"),
    path("akun/keamanan/kunci-sandi/mulai/", set_up.begin_passkey, name="begin_passkey"),
    path("akun/keamanan/kunci-sandi/<int:passkey_id>/hapus/", set_up.remove_key, name="remove_key"),
    path("akun/keamanan/kode-pemulihan/", set_up.recovery_codes, name="recovery_codes"),
    path("akun/keamanan/sandi/", password.change, name="password"),
    path("akun/keamanan/sesi/lainnya/akhiri/", security.end_others, name="end_other_sessions"),
    path("akun/keamanan/sesi/<uuid:public_id>/akhiri/", security.end_one, name="end_session"),
]
