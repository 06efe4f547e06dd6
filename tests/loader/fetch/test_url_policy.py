import shutil
import ssl
import subprocess
from pathlib import Path

import pytest

from loader.fetch.errors import FetchError, RefusedError
from loader.fetch.fetch import fetch
from loader.fetch.url_policy import parse_url, resolve_redirect
from tests.loader.fetch.publisher import FAST, Publisher, publishing, redirect, whole, zipped


@pytest.mark.parametrize(
    "url",
    [
        "ftp://example.org/",
        "file:///etc/passwd",
        "//example.org/",
        "http://",
        "http://me:secret@example.org/",
        "http://example.org:port/",
        "http://[::1/",
        "",
    ],
)
def test_what_is_no_web_address_is_refused(url: str) -> None:
    with pytest.raises(RefusedError):
        parse_url(url)


def test_an_identity_is_not_told() -> None:
    with pytest.raises(RefusedError, match="identité") as refusal:
        parse_url("https://user:secret@example.org/x")
    assert "secret" not in str(refusal.value)


def test_a_redirect_leaves_from_where_it_stands() -> None:
    here = parse_url("https://example.org/a/b?c=d")
    assert resolve_redirect(here, "../e?f").url == "https://example.org/e?f"
    assert resolve_redirect(here, "//other.org").server == (True, "other.org", 443)
    assert resolve_redirect(here, "?x y").target == "/a/b?x%20y"
    with pytest.raises(RefusedError, match="de https vers http"):
        resolve_redirect(here, "http://example.org/")
    with pytest.raises(RefusedError, match="invalide"):
        resolve_redirect(here, "//[x")


@pytest.mark.parametrize("to", ["ftp://127.0.0.1/file", "file:///etc/passwd", "gopher:x"])
def test_no_redirect_leads_out_of_the_web(publisher: Publisher, tmp_path: Path, to: str) -> None:
    with pytest.raises(FetchError, match="ni http ni https"):
        fetch(publisher.answers("/file", redirect(to)), tmp_path, FAST)


@pytest.mark.parametrize("host", ["127.0.0.1", "[::1]", "localhost", "2130706433", "0x7f.1"])
def test_no_redirect_leads_to_a_private_server(
    publisher: Publisher, tmp_path: Path, host: str
) -> None:
    with publishing() as inner:
        inner.answers("/secret", whole(zipped()))
        to = f"{inner.root}/secret".replace("127.0.0.1", host)
        with pytest.raises(FetchError, match=r"adresse privée|nom introuvable"):
            fetch(publisher.answers("/file", redirect(to)), tmp_path, FAST)
        assert inner.asked == []


def test_offline_is_said(tmp_path: Path) -> None:
    with publishing() as gone:
        address = gone.answers("/file", whole(zipped()))
    with pytest.raises(FetchError) as caught:
        fetch(address, tmp_path, FAST)
    place = address.url.split("/")[2]
    said = f"{address.url} : {place} : connexion refusée ; rien n'a été changé"
    assert str(caught.value) == said


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """Give a key and a certificate for 127.0.0.1, signed by nobody else."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("openssl, which makes a certificate, is not installed")
    file = tmp_path / "server.pem"
    options = "-x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -noenc -days 1 -subj /CN=x"
    names = ["-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(file), "-out", str(file)]
    subprocess.run([openssl, "req", *options.split(), *names], check=True, capture_output=True)
    return file


def test_https_is_spoken_and_certificates_are_judged(
    certificate: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    with publishing(context) as publisher:
        address = publisher.answers("/file", whole(zipped()))
        with pytest.raises(FetchError, match="certificat refusé"):
            fetch(address, tmp_path, FAST)
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        assert fetch(address, tmp_path, FAST).file.read_bytes() == zipped()
        cut = publisher.answers("/cut", whole(zipped(), cut=9))
        with pytest.raises(FetchError, match="coupé"):
            fetch(cut, tmp_path, FAST)
