#include "services/reporting/document/sample_material.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "services/reporting/document/sample_inputs.h"

namespace lotse::reporting {

using survey::v1alpha::MaterialRelease;

MaterialRelease SampleMaterial() {
  const std::string study = "programmes/vopi/engagements/musterstadt/studies/gruppen";
  MaterialRelease material;
  material.set_name(absl::StrCat(study, "/materialReleases/steuerung"));
  material.set_etag("5");
  *material.mutable_title() =
      MakeText("Sechs Gesprächsgruppen im Amt", "Six focus groups in the offices");
  material.set_state(MaterialRelease::STATE_RELEASED);
  material.set_scope(MaterialRelease::SCOPE_STEERING_GROUP);
  material.set_content_sha256(std::string(64, 'd'));
  material.set_participants(42);
  auto& access = *material.add_themes();
  access.set_code(absl::StrCat(study, "/codebooks/buch/codes/zugang"));
  access.set_label("Zugang zum Amt");
  access.set_speakers(31);
  auto& tone = *material.add_themes();
  tone.set_code(absl::StrCat(study, "/codebooks/buch/codes/ton"));
  tone.set_label("Umgangston");
  auto& first = *material.add_quotes();
  first.set_wording("Man traut sich kaum zu fragen.");
  first.set_language("de");
  first.set_code(tone.code());
  *first.mutable_role_label() =
      MakeText("Beschäftigte im Bürgerservice", "Staff of the front desk");
  auto& plain = *material.add_quotes();
  plain.set_wording("Bitte *nicht* <b>so</b> & nicht [hier](https://amt.example).");
  auto& other = *material.add_quotes();
  other.set_wording("Nobody told us where to go.");
  other.set_language("en");
  return material;
}

void AddSampleMaterial(ReportInputs& inputs) {
  const MaterialRelease material = SampleMaterial();
  inputs.materials.push_back(material);
  v1alpha::Source source;
  source.set_service("survey");
  source.set_resource(material.name());
  source.set_state(v1alpha::Source::STATE_REACHED);
  source.set_revision(material.etag());
  source.set_content_sha256(material.content_sha256());
  inputs.sources.push_back(source);
}

}  // namespace lotse::reporting
