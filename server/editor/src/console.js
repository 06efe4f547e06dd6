// The console of the API: Swagger UI on its description, for those who would rather try than read.
import "swagger-ui-dist/swagger-ui.css";
import SwaggerUI from "swagger-ui-dist/swagger-ui-es-bundle.js";

const place = document.getElementById("console");

SwaggerUI({
  domNode: place,
  url: place.dataset.description,
  validatorUrl: null,
  deepLinking: true,
  defaultModelsExpandDepth: -1,
  tryItOutEnabled: true,
});
