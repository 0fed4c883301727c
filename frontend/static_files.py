"""Static files with a hash in their name, import statements of modules included: cached for ever."""

from servestatic.storage import CompressedManifestStaticFilesStorage


class HashedModules(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """ServeStatic's storage, following ``import`` between our ES modules too."""

    support_js_module_import_aggregation = True
