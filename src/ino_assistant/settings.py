"""Settings, from `INO_ASSISTANT_*` environment variables; each has a working default."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from ino_assistant.errors import AssistantError

DEFAULT_MODEL = "all-MiniLM-L6-v2+drug-questions"
_CHECKOUT = Path(__file__).resolve().parents[2]


def _project_folder() -> Path:
    """The working folder if it holds a corpus, else the checkout that this code is in."""
    here = Path.cwd()
    return here if (here / "corpus").is_dir() or not (_CHECKOUT / "corpus").is_dir() else _CHECKOUT


class Settings(BaseSettings):
    """What an operator may set. Unknown `INO_ASSISTANT_*` names are ignored by the library."""

    model_config = SettingsConfigDict(env_prefix="INO_ASSISTANT_", frozen=True, extra="forbid")

    corpus_dir: Path = Field(
        default_factory=lambda: _project_folder() / "corpus",
        description="folder of the source documents and their manifests",
    )
    eval_dir: Path = Field(
        default_factory=lambda: _project_folder() / "eval",
        description="folder of the evaluation set",
    )
    data_dir: Path = Field(
        default_factory=lambda: _project_folder() / "var",
        description="folder that the index and the exported model are kept in",
    )
    embedding_model: str = Field(
        default=DEFAULT_MODEL,
        min_length=1,
        description="a sentence-transformers model, by name or by path",
    )
    host: str = Field(default="127.0.0.1", description="address that the web app listens on")
    port: int = Field(default=7860, ge=0, le=65535, description="port of the web app")
    max_question_chars: int = Field(
        default=4000, ge=100, le=20000, description="longer questions are not worked on"
    )
    medical_information_contact: str = Field(
        default="your medical information department",
        min_length=1,
        description="who answers what the documents do not say, as shown to users",
    )
    safety_contact: str = Field(
        default="your drug safety department",
        min_length=1,
        description="who takes reports of adverse events and pregnancies, as shown to users",
    )
    product_quality_contact: str = Field(
        default="your product quality department",
        min_length=1,
        description="who takes complaints about a product, as shown to users",
    )

    database_url: str = Field(
        default="",
        description="database of the records: postgresql://USER@HOST/NAME or sqlite:///FILE; "
        "empty: records.sqlite3 in the data folder",
    )
    audit_anchor: Path | None = Field(
        default=None,
        description="file that keeps the head of the audit trail, apart from the database; "
        "empty: audit-anchor.json in the data folder",
    )
    two_person_rule: bool = Field(
        default=True, description="whether nobody approves a text that they have edited"
    )
    two_person_label: bool = Field(
        default=True,
        description="whether nobody approves an answer that they have labelled as on label, or "
        "opened to a further role",
    )
    approval_months: int = Field(
        default=12, ge=1, le=60, description="months until an approved answer expires"
    )
    expiring_days: int = Field(
        default=30, ge=0, le=365, description="days before expiry when it is shown as expiring"
    )
    sample_every: int = Field(
        default=20, ge=0, description="one of so many answers is queued for review; 0: none"
    )
    low_margin: float = Field(
        default=0.5, ge=0, description="an answer that beat the next by less is queued for review"
    )
    due_hours_urgent: int = Field(default=8, ge=1, description="hours to review what is urgent")
    due_hours_high: int = Field(default=24, ge=1, description="hours to review at high priority")
    due_hours_normal: int = Field(default=72, ge=1, description="hours to review otherwise")
    due_hours_low: int = Field(default=240, ge=1, description="hours to review at low priority")
    due_hours_safety: int = Field(
        default=24, ge=1, description="hours to hand a safety report over"
    )

    role: Literal[
        "", "field_medical", "sales", "medical_information", "safety", "administrator"
    ] = Field(
        default="",
        description="role of who asks at the terminal; empty: medical_information, or sales "
        "where people sign in",
    )
    accounts: bool = Field(
        default=False, description="whether people sign in with a password that is kept here"
    )
    public_url: str = Field(
        default="",
        description="address that people type in, behind a proxy with TLS: https://HOST",
        pattern=r"^(https?://[^/?#\s@]+)?$",
    )
    session_idle_minutes: int = Field(
        default=30, ge=1, le=1440, description="minutes without a request that end a session"
    )
    session_hours: int = Field(
        default=12, ge=1, le=168, description="hours after which a session ends in any case"
    )
    sign_in_attempts: int = Field(
        default=5, ge=1, le=100, description="failed sign-ins before an account has to wait"
    )
    sign_in_pause_minutes: int = Field(
        default=15, ge=1, le=1440, description="minutes that it has to wait"
    )
    oidc_issuer: str = Field(
        default="", description="address of a provider of OpenID Connect; empty: none"
    )
    oidc_client_id: str = Field(default="", description="name of this app at the provider")
    oidc_client_secret: SecretStr = Field(
        default=SecretStr(""), description="its secret there; shown nowhere"
    )
    oidc_scopes: str = Field(
        default="openid profile email", description="what is asked of the provider"
    )
    oidc_role_claim: str = Field(
        default="groups", min_length=1, description="claim that names somebody's groups"
    )
    oidc_roles: str = Field(
        default="",
        description="roles of groups: GROUP=ROLE, separated by semicolons; who is in none of "
        "them has the role that may see least",
    )

    llm: Literal["", "openai-like", "ollama", "llama-cpp"] = Field(
        default="", description="what serves a language model that words answers; empty: none"
    )
    llm_model: str = Field(
        default="", description="name of the model at its server, or path of a GGUF file"
    )
    llm_base_url: str = Field(default="", description="address of the language model's server")
    llm_api_key: SecretStr = Field(
        default=SecretStr(""), description="key that the server asks for; shown nowhere"
    )
    llm_timeout_seconds: float = Field(
        default=20.0, gt=0, le=300, description="seconds after which a model's words are given up"
    )
    llm_rewrites_questions: bool = Field(
        default=True, description="whether the model may also write follow-up questions out"
    )

    @property
    def signs_in(self) -> bool:
        """Whether people have to sign in; if not, everybody is the one local user."""
        return self.accounts or bool(self.oidc_issuer)

    @property
    def index_dir(self) -> Path:
        """Folder that holds the index that is in use, and those being built."""
        return self.data_dir / "index"

    @property
    def model_dir(self) -> Path:
        """Folder of exported embedding models."""
        return self.data_dir / "models"


def load_settings() -> Settings:
    """Settings from the environment.

    Raises:
        AssistantError: a value is not usable; names the variable and what is wrong.
    """
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = "INO_ASSISTANT_" + "_".join(str(part) for part in first["loc"]).upper()
        raise AssistantError(f"{name}: {first['msg']}; set it to a usable value") from error
